//! What is in force, and where from: a flag beats an environment variable beats the file.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use color_eyre::Result;
use color_eyre::eyre::{WrapErr as _, bail, eyre};
use etcetera::BaseStrategy as _;

use super::file::{Characters, Colors, File, Ground};
use crate::casefile::engine::{Limits, Memory};
use crate::domain::role::Role;
use crate::domain::text::sanitised;
use crate::domain::toml_text::{self, Mistake, Read};
use crate::ledger::place::LedgerPlace;
use crate::ledger::signers::is_person;
use crate::survey::telling::Answering;
use crate::ui::keymap::{Change, Keymap};
use crate::ui::theme::Scheme;

/// Where a value comes from.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Origin {
    Environment(&'static str),
    /// A line of the file.
    Line(usize),
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Environment(name) => write!(f, "from {name}"),
            Self::Line(line) => write!(f, "from line {line} of the file"),
            Self::Default => f.write_str("the default"),
        }
    }
}

/// The person's file, read.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Where the file is, or would be; none where the platform has no such folder.
    pub path: Option<PathBuf>,
    pub exists: bool,
    pub read: Read<File>,
}

/// Returns the program's own folder in the platform's config folder.
pub fn config_folder() -> Option<PathBuf> {
    etcetera::choose_base_strategy().ok().map(|strategy| strategy.config_dir().join("trellis"))
}

/// Returns a variable of the environment that is set and not empty.
#[expect(clippy::disallowed_methods, reason = "the command line is where the environment is read")]
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Returns the locale that characters follow: the first of `LC_ALL`, `LC_CTYPE` and `LANG` that is set.
pub fn locale() -> Option<String> {
    ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|name| variable(name))
}

impl Settings {
    /// Reads the file and checks what it says, but for the keys.
    pub fn read() -> Result<Self> {
        let (settings, wrong) = Self::checked()?;
        match wrong.first() {
            None => Ok(settings),
            Some(mistake) => bail!("{}", settings.told(mistake)),
        }
    }

    /// Reads the file, and lists what does not hold in it, but for the keys.
    pub fn checked() -> Result<(Self, Vec<Mistake>)> {
        let named = variable("TRELLIS_CONFIG").map(PathBuf::from);
        let path = named.clone().or_else(|| config_folder().map(|folder| folder.join("config.toml")));
        let Some(path) = path else { return Ok((Self::default(), Vec::new())) };
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(missing) if named.is_none() && missing.kind() == std::io::ErrorKind::NotFound => {
                return Ok((Self { path: Some(path), ..Self::default() }, Vec::new()));
            }
            Err(error) => {
                let shown = sanitised(&path.display().to_string());
                return Err(error).wrap_err_with(|| format!("the settings {shown} could not be read"));
            }
        };
        let with = |read| Self { path: Some(path), exists: true, read };
        Ok(match toml_text::read::<File>(&text) {
            Ok(read) => {
                let settings = with(read);
                let wrong = settings.wrong();
                (settings, wrong)
            }
            Err(mistake) => (with(Read::default()), vec![mistake]),
        })
    }

    /// Says what does not hold, with the file and its line.
    pub fn told(&self, mistake: &Mistake) -> String {
        let path = self.path.as_ref().map(|path| sanitised(&path.display().to_string())).unwrap_or_default();
        format!("{path}: {mistake}; `trellis config check` names all that does not hold")
    }

    /// Lists the values that have the right kind and make no sense.
    fn wrong(&self) -> Vec<Mistake> {
        let file = &self.read.value;
        let mut wrong = Vec::new();
        let mut check = |key: &str, given: Option<&str>, holds: &dyn Fn(&str) -> bool, expected: &str| {
            if let Some(given) = given.filter(|given| !holds(given)) {
                let what = format!("{:?} is impossible: {expected} was expected", sanitised(given));
                wrong.push(self.read.mistake(key, what));
            }
        };
        let threads = file.engine.threads.map(|threads| threads.to_string());
        check("engine.threads", threads.as_deref(), &|n| threads_hold(n), "a number from 1 to 256");
        let memory = |text: &str| text.parse::<Memory>().is_ok();
        check(
            "engine.memory",
            file.engine.memory.as_deref(),
            &memory,
            "an amount such as \"4GB\" or \"512MB\"",
        );
        check("identity.id", file.identity.id.as_deref(), &is_person, "letters, digits and ._+@- only");
        let role = |text: &str| text.parse::<Role>().is_ok();
        check("identity.role", file.identity.role.as_deref(), &role, "a role such as chair or member");
        let said = |text: &str| !text.trim().is_empty();
        check("identity.name", file.identity.name.as_deref(), &said, "a name as the case file has it");
        check("identity.key", file.identity.key.as_deref(), &said, "the path of a key");
        let themes = super::themes::all(&file.themes);
        let names: Vec<_> = themes.iter().flatten().map(|(name, _)| name.clone()).collect();
        let is_theme = |text: &str| names.is_empty() || names.iter().any(|name| name == text);
        check("theme.name", file.theme.name.as_deref(), &is_theme, &format!("one of {}", names.join(", ")));
        check("answers.to", file.answers.to.as_deref(), &said, "whom a resident writes to");
        let days = file.answers.days.map(|days| days.to_string());
        let in_a_year = |text: &str| text.parse().is_ok_and(|days: u16| (1..=365).contains(&days));
        check("answers.days", days.as_deref(), &in_a_year, "a number of days from 1 to 365");
        check("rules.thresholds", file.rules.thresholds.as_deref(), &said, "the path of a file");
        check("rules.specialty", file.rules.specialty.as_deref(), &said, "the path of a folder");
        check("log.file", file.log.file.as_deref(), &said, "the path of a file");
        // Not repeated: it may hold a password.
        let place = file.ledger.place.as_deref().map(str::parse::<LedgerPlace>);
        if let Some(Err(why)) = place {
            wrong.push(self.read.mistake("ledger.place", why.to_string()));
        }
        wrong.extend(themes.err().into_iter().flatten().map(|(key, what)| self.read.mistake(&key, what)));
        wrong
    }

    /// Returns the keys in force.
    pub fn keymap(&self) -> Result<Keymap> {
        self.keys().map_err(|wrong| {
            let first = wrong.first().map(|mistake| self.told(mistake));
            eyre!("{}", first.unwrap_or_default())
        })
    }

    /// Returns the keys in force, or all that does not hold in them.
    pub fn keys(&self) -> Result<Keymap, Vec<Mistake>> {
        let line = |key: &str| self.read.line(key).unwrap_or(1);
        let mut changes = Vec::new();
        for (context, actions) in &self.read.value.keys {
            for (action, keys) in actions {
                let path = format!("keys.{context}.{action}");
                let at = |(i, key): (usize, &String)| (key.clone(), line(&format!("{path}[{i}]")));
                changes.push(Change {
                    context: context.clone(),
                    action: action.clone(),
                    keys: keys.iter().enumerate().map(at).collect(),
                    line: line(&path),
                    context_line: line(&format!("keys.{context}")),
                });
            }
        }
        Keymap::default().changed(&changes).map_err(|unfit| {
            let mistake = |u: crate::ui::keymap::Unfit| Mistake {
                line: u.line,
                key: format!("keys.{}", sanitised(&u.key)),
                what: sanitised(&u.what),
            };
            unfit.into_iter().map(mistake).collect()
        })
    }

    /// Returns a path as the file means it: from the home folder where it begins with `~/`, else from its own folder.
    fn path(&self, text: &str) -> PathBuf {
        let home = text.strip_prefix("~/").zip(etcetera::home_dir().ok());
        match (home, self.path.as_deref().and_then(Path::parent)) {
            (Some((rest, home)), _) => home.join(rest),
            (None, Some(folder)) => folder.join(text),
            (None, None) => PathBuf::from(text),
        }
    }

    /// Returns where the committee's ledger is, if that is said.
    pub fn ledger(&self) -> Option<LedgerPlace> {
        let text = self.read.value.ledger.place.as_deref()?;
        match LedgerPlace::from_str(text) {
            Ok(LedgerPlace::Table(address)) => Some(LedgerPlace::Table(address)),
            Ok(LedgerPlace::File(_)) => Some(LedgerPlace::File(self.path(text))),
            // Whoever reads settings has refused it.
            Err(_) => None,
        }
    }

    /// Returns the file of thresholds, if one is named.
    pub fn thresholds(&self) -> Option<PathBuf> {
        self.read.value.rules.thresholds.as_deref().map(|text| self.path(text))
    }

    /// Returns the folder of the specialty, if one is named.
    pub fn specialty(&self) -> Option<PathBuf> {
        self.read.value.rules.specialty.as_deref().map(|text| self.path(text))
    }

    /// Returns the file of the log, if one is named.
    pub fn log(&self) -> Option<PathBuf> {
        self.read.value.log.file.as_deref().map(|text| self.path(text))
    }

    /// Returns the key that signs, if one is named.
    pub fn key(&self) -> Option<PathBuf> {
        self.read.value.identity.key.as_deref().map(|text| self.path(text))
    }

    pub fn id(&self) -> Option<String> {
        self.read.value.identity.id.clone()
    }

    /// Returns how the case file names the person as a coach.
    pub fn name(&self) -> Option<String> {
        self.read.value.identity.name.clone()
    }

    /// Returns to whom and by when a resident answers.
    pub fn answering(&self) -> Answering {
        let answers = &self.read.value.answers;
        Answering { to: answers.to.as_deref().map(sanitised), days: answers.days }
    }

    pub fn role(&self) -> Option<Role> {
        self.read.value.identity.role.as_deref().and_then(|role| role.parse().ok())
    }

    /// Returns how much of the machine the engine may use.
    pub fn limits(&self) -> Result<Limits> {
        let usual = Limits::default();
        let said = |name| variable(name).map(|text| (name, text));
        let threads = match said("TRELLIS_THREADS") {
            Some((name, text)) if !threads_hold(&text) => {
                bail!("{name} is {:?}: a number from 1 to 256 was expected", sanitised(&text))
            }
            Some((_, text)) => text.parse()?,
            None => self.read.value.engine.threads.map_or(usual.threads, i64::from),
        };
        let memory = match said("TRELLIS_MEMORY") {
            Some((name, text)) => text.parse().map_err(|why| eyre!("{name}: {why}"))?,
            None => {
                self.read.value.engine.memory.as_deref().and_then(|m| m.parse().ok()).unwrap_or(usual.memory)
            }
        };
        Ok(Limits { threads, memory })
    }

    pub fn colors(&self) -> Result<Colors> {
        from("TRELLIS_COLORS", self.read.value.theme.colors, "auto, none, 16, 256 or truecolor")
    }

    /// Returns the themes that there are, and which of them is asked for.
    pub fn themes(&self) -> Result<(Vec<(String, Scheme)>, usize)> {
        // What does not hold in them was told when the file was read.
        let themes = super::themes::all(&self.read.value.themes).unwrap_or_else(|_told| Scheme::built_in());
        let name = variable("TRELLIS_THEME").or_else(|| self.read.value.theme.name.clone());
        let Some(name) = name else { return Ok((themes, 0)) };
        let Some(at) = themes.iter().position(|(known, _)| *known == name) else {
            let names: Vec<_> = themes.iter().map(|(name, _)| name.as_str()).collect();
            bail!("there is no theme {:?}; there are {}", sanitised(&name), names.join(", "))
        };
        Ok((themes, at))
    }

    pub fn background(&self) -> Result<Ground> {
        from("TRELLIS_BACKGROUND", self.read.value.theme.background, "auto, dark or light")
    }

    pub fn glyphs(&self) -> Result<Characters> {
        from("TRELLIS_GLYPHS", self.read.value.theme.glyphs, "auto, unicode or ascii")
    }

    /// Says where a setting comes from, by its key in the file and the variable that beats it.
    pub fn origin(&self, key: &str, name: &'static str) -> Origin {
        match (variable(name), self.read.line(key)) {
            (Some(_), _) => Origin::Environment(name),
            (None, Some(line)) => Origin::Line(line),
            (None, None) => Origin::Default,
        }
    }
}

fn threads_hold(text: &str) -> bool {
    text.parse::<u16>().is_ok_and(|n| (1..=256).contains(&n))
}

/// Returns a word from the environment, or the file's, or the default.
fn from<T: FromStr + Default>(name: &str, file: Option<T>, expected: &str) -> Result<T> {
    match variable(name) {
        None => Ok(file.unwrap_or_default()),
        Some(text) => text
            .parse()
            .map_err(|_no_such_word| eyre!("{name} is {:?}: {expected} was expected", sanitised(&text))),
    }
}
