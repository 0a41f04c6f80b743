//! The settings in force as TOML, each with where it comes from: a file that, once saved, changes nothing.

use std::fmt::{Display, Write as _};

use color_eyre::Result;
use strum::IntoEnumIterator as _;

use super::settings::{Origin, Settings, variable};
use crate::cli::signing::Profile;
use crate::domain::text::sanitised;
use crate::ledger::place::LedgerPlace;
use crate::ui::keymap::{Context, Keymap};
use crate::ui::theme::Glyphs;

/// One setting in force.
struct Line {
    /// As it is reached in the file: `theme.colors`.
    key: &'static str,
    says: &'static str,
    /// As TOML writes it, with where it comes from; none where nothing is set.
    value: Option<(String, String)>,
    /// What holds where nothing is set.
    else_: String,
}

/// Writes every setting in force.
pub fn settings(settings: &Settings) -> Result<String> {
    let path = settings.path.as_ref().map(|path| sanitised(&path.display().to_string()));
    let path = path.unwrap_or_else(|| "there is no config folder".to_owned());
    let there = if settings.exists { "" } else { " (not there; this is what it would say)" };
    let mut text = format!(
        "# Settings in force. A flag of a command beats an environment variable beats the file.\n# file: {path}{there}\n"
    );
    let mut part = "";
    for line in lines(settings)? {
        let Some((own, name)) = line.key.split_once('.') else { continue };
        if own != part {
            writeln!(text, "\n[{own}]")?;
            part = own;
        }
        writeln!(text, "# {}", line.says)?;
        if let Some((value, from)) = line.value {
            writeln!(text, "{name} = {value}  # {from}")?;
        } else {
            let empty = if line.key == "answers.days" { "30" } else { "\"\"" };
            writeln!(text, "# {name} = {empty}  # not set here: {}", line.else_)?;
        }
    }
    text.push_str(&keys(settings, &settings.keymap()?)?);
    Ok(text)
}

fn lines(settings: &Settings) -> Result<Vec<Line>> {
    let limits = settings.limits()?;
    let line = |key, says, name, value: String| Line {
        key,
        says,
        value: Some((value, settings.origin(key, name).to_string())),
        else_: String::new(),
    };
    let (themes, worn) = settings.themes()?;
    let mut lines = vec![
        line(
            "theme.name",
            "auto, dark, light, contrast, mono, linear, or one of [themes] (TRELLIS_THEME)",
            "TRELLIS_THEME",
            quoted(&themes[worn].0),
        ),
        line(
            "theme.colors",
            "How many colours: auto, none, 16, 256 or truecolor (TRELLIS_COLORS; NO_COLOR takes them away)",
            "TRELLIS_COLORS",
            quoted(settings.colors()?),
        ),
        line(
            "theme.background",
            "auto, dark or light (TRELLIS_BACKGROUND)",
            "TRELLIS_BACKGROUND",
            quoted(settings.background()?),
        ),
        line(
            "theme.glyphs",
            "auto, unicode or ascii (--ascii, TRELLIS_GLYPHS)",
            "TRELLIS_GLYPHS",
            quoted(settings.glyphs()?),
        ),
        line(
            "engine.threads",
            "How many threads the engine may use (TRELLIS_THREADS)",
            "TRELLIS_THREADS",
            limits.threads.to_string(),
        ),
        line(
            "engine.memory",
            "How much memory the engine may use (TRELLIS_MEMORY)",
            "TRELLIS_MEMORY",
            quoted(limits.memory),
        ),
    ];
    lines.extend(places(settings)?);
    Ok(lines)
}

/// Returns the settings that nothing may be said of.
fn places(settings: &Settings) -> Result<Vec<Line>> {
    let profile = Profile::read()?;
    let shown = |path: std::path::PathBuf| path.display().to_string();
    // A variable wins as it is written; an address may hold a password, which `LedgerPlace` does not show.
    let line =
        |(key, says, name, else_): (_, _, &'static str, _), file: Option<String>, kept: Option<String>| {
            let given = variable(name).or(file);
            let from = || settings.origin(key, name).to_string();
            let value = given.map(|value| (value, from()));
            let kept = kept.map(|value| (value, "from `trellis identity`".to_owned()));
            let value = value.or(kept).map(|(value, from)| (quoted(value), from));
            Line { key, says, value, else_: String::from(else_) }
        };
    let from = settings.origin("ledger.place", "TRELLIS_LEDGER");
    let ledger = variable("TRELLIS_LEDGER").map(|place| place.parse::<LedgerPlace>());
    let (value, else_) = match ledger.and_then(std::result::Result::ok).or_else(|| settings.ledger()) {
        Some(place @ LedgerPlace::File(_)) => (Some((quoted(place), from.to_string())), String::new()),
        Some(place) => (None, format!("{place}, {from}, whose address may hold a password")),
        None => (None, "a file beside the case file".to_owned()),
    };
    Ok(vec![
        Line {
            key: "ledger.place",
            says: "Where the committee's ledger is: a file, or postgres://… (--ledger, TRELLIS_LEDGER)",
            value,
            else_,
        },
        line(
            ("identity.id", "Who acts (--as, TRELLIS_ACTOR)", "TRELLIS_ACTOR", "the system's user"),
            settings.id(),
            profile.id,
        ),
        Line {
            key: "identity.name",
            says: "How the case file names you as a coach, whose residents the word mine lists",
            value: settings
                .name()
                .map(|name| (quoted(name), settings.origin("identity.name", "").to_string())),
            else_: "the identifier".to_owned(),
        },
        line(
            ("identity.role", "In which role (--role, TRELLIS_ROLE)", "TRELLIS_ROLE", "chair"),
            settings.role().map(|role| role.to_string()),
            profile.role.map(|role| role.to_string()),
        ),
        line(
            (
                "identity.key",
                "The key that signs (--key, TRELLIS_KEY)",
                "TRELLIS_KEY",
                "nothing can be recorded",
            ),
            settings.key().map(shown),
            profile.key.map(shown),
        ),
        Line {
            key: "answers.to",
            says: "To whom a resident writes to answer or appeal: the resident's copy says it",
            value: settings
                .answering()
                .to
                .map(|to| (quoted(to), settings.origin("answers.to", "").to_string())),
            else_: "the program director".to_owned(),
        },
        Line {
            key: "answers.days",
            says: "How many days after a release a resident may answer or appeal, by the institution's policy",
            value: settings
                .answering()
                .days
                .map(|days| (days.to_string(), settings.origin("answers.days", "").to_string())),
            else_: "not said; the copy names the policy".to_owned(),
        },
        line(
            (
                "rules.thresholds",
                "A file of thresholds (--thresholds, TRELLIS_THRESHOLDS)",
                "TRELLIS_THRESHOLDS",
                "thresholds.toml beside this file, if it is there",
            ),
            settings.thresholds().map(shown),
            None,
        ),
        line(
            (
                "rules.specialty",
                "The folder of a specialty (--specialty, TRELLIS_SPECIALTY)",
                "TRELLIS_SPECIALTY",
                "anesthesiology, which comes with the program",
            ),
            settings.specialty().map(shown),
            None,
        ),
        line(
            ("log.file", "A log for whoever looks for a fault (--log, TRELLIS_LOG)", "TRELLIS_LOG", "no log"),
            settings.log().map(shown),
            None,
        ),
    ])
}

/// Writes the keys of every place.
fn keys(settings: &Settings, keymap: &Keymap) -> Result<String> {
    let mut text = String::from("\n# Keys: the first is the one that the screens name.\n");
    for context in Context::iter() {
        writeln!(text, "\n[keys.{context}]")?;
        for binding in keymap.all().iter().filter(|binding| binding.context == context) {
            let keys: Vec<_> = binding.keys.iter().map(|key| quoted(key.shown(Glyphs::Ascii))).collect();
            let line = settings.read.line(&format!("keys.{context}.{}", binding.action));
            let from = line.map_or(String::new(), |line| format!(" ({})", Origin::Line(line)));
            writeln!(text, "{} = [{}]  # {}{from}", binding.action, keys.join(", "), binding.long)?;
        }
    }
    Ok(text)
}

fn quoted(value: impl Display) -> String {
    toml::Value::String(value.to_string()).to_string()
}
