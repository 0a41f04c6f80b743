//! `config.toml` as it is written: every part and every key may be left out.

use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use strum::IntoEnumIterator as _;

use crate::ui::keymap::{Context, Keymap};

/// Settings of trellis
///
/// `trellis/config.toml` in the platform's config folder; `trellis config` prints those in force.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct File {
    /// How the review looks
    pub theme: Theme,
    /// How much of the machine the engine may use
    pub engine: Engine,
    /// The committee's ledger
    pub ledger: Ledger,
    /// Who works here; what `trellis identity` keeps holds where this is silent
    pub identity: Identity,
    /// To whom and by when a resident answers what was released; the resident's copy says it
    pub answers: Answers,
    /// By what the rules ask
    pub rules: Rules,
    /// A log of what the program does, for whoever looks for a fault
    pub log: Log,
    /// Themes of one's own, by name: colours such as "#ff9000" in the place of those of a base
    #[schemars(schema_with = "themes")]
    pub themes: BTreeMap<String, BTreeMap<String, String>>,
    /// Keys, by the place where they are pressed and the action that they ask for
    #[schemars(schema_with = "keys")]
    pub keys: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Theme {
    /// The theme: auto, dark, light, contrast, mono, linear, or one of `themes`
    pub name: Option<String>,
    /// How many colours; auto asks the environment
    pub colors: Option<Colors>,
    /// Whether the terminal writes light on dark or dark on light; auto asks the environment
    pub background: Option<Ground>,
    /// Which characters the terminal's font carries; auto asks the environment
    pub glyphs: Option<Characters>,
}

#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Engine {
    /// How many threads the engine may use
    #[schemars(range(min = 1, max = 256))]
    pub threads: Option<u16>,
    /// How much memory the engine may use, such as 4GB
    #[schemars(regex(pattern = r"^[0-9]+ ?(MB|GB)$"))]
    pub memory: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Ledger {
    /// A file, or postgres://…; beside the case file where this is silent
    pub place: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Identity {
    /// Who acts: a short identifier of the person
    pub id: Option<String>,
    /// How the case file names the person as a coach, such as "Lin, Ada": the word *mine* finds those residents
    pub name: Option<String>,
    /// In which role: `chair`, `member`, `program_director`, `coordinator`, `coach`, `auditor` or `resident`
    pub role: Option<String>,
    /// The SSH key that signs: a private key, or a public one that the agent holds
    pub key: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Answers {
    /// To whom a resident writes: an office, a person, an address; the program director where this is silent
    pub to: Option<String>,
    /// How many days after a release a resident may answer or appeal, by the institution's policy
    #[schemars(range(min = 1, max = 365))]
    pub days: Option<u16>,
}

#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    /// A file of thresholds; `trellis config thresholds` writes those in force
    pub thresholds: Option<String>,
    /// The folder of a specialty, which replaces anesthesiology whole
    pub specialty: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Log {
    /// The file that is written to; none where this is silent
    pub file: Option<String>,
}

/// How many colours the review draws with
#[derive(
    Clone, Copy, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq, strum::Display, strum::EnumString,
)]
pub enum Colors {
    #[default]
    #[serde(rename = "auto")]
    #[strum(serialize = "auto")]
    Auto,
    #[serde(rename = "none")]
    #[strum(serialize = "none")]
    None,
    #[serde(rename = "16")]
    #[strum(serialize = "16")]
    Sixteen,
    #[serde(rename = "256")]
    #[strum(serialize = "256")]
    Palette,
    #[serde(rename = "truecolor")]
    #[strum(serialize = "truecolor")]
    Truecolor,
}

/// The ground that the terminal writes on
#[derive(
    Clone, Copy, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq, strum::Display, strum::EnumString,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Ground {
    #[default]
    Auto,
    Dark,
    Light,
}

/// The characters that the review draws with
#[derive(
    Clone, Copy, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq, strum::Display, strum::EnumString,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Characters {
    #[default]
    Auto,
    Unicode,
    Ascii,
}

/// Describes the keys: each place with the actions that can be asked for there.
/// A base, and colours by their meaning.
fn themes(_: &mut SchemaGenerator) -> Schema {
    let mut colors = serde_json::Map::new();
    colors.insert("base".to_owned(), serde_json::json!({ "enum": ["dark", "light"] }));
    for name in crate::ui::theme::Colors::NAMES {
        let color = serde_json::json!({ "type": "string", "pattern": "^#[0-9a-fA-F]{6}$" });
        colors.insert(name.to_owned(), color);
    }
    schemars::json_schema!({
        "type": "object",
        "additionalProperties": { "type": "object", "additionalProperties": false, "properties": colors }
    })
}

fn keys(_: &mut SchemaGenerator) -> Schema {
    let keymap = Keymap::default();
    let place = |context: Context| {
        let action = |binding: &crate::ui::keymap::Binding| {
            let schema = serde_json::json!({
                "description": binding.long,
                "type": "array",
                "items": { "type": "string" },
                "default": binding.keys.iter().map(ToString::to_string).collect::<Vec<_>>(),
            });
            (binding.action.to_string(), schema)
        };
        let actions: serde_json::Map<_, _> = keymap.bindings(context).map(action).collect();
        let schema =
            serde_json::json!({ "type": "object", "additionalProperties": false, "properties": actions });
        (context.to_string(), schema)
    };
    let places: serde_json::Map<_, _> = Context::iter().map(place).collect();
    json_schema!({
        "description": "Keys, by the place where they are pressed and the action that they ask for",
        "type": "object",
        "additionalProperties": false,
        "properties": places,
    })
}
