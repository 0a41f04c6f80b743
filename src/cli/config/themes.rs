//! Themes of a person's own, as the settings write them.

use std::collections::BTreeMap;

use crate::domain::text::sanitised;
use crate::ui::theme::{Colors, Rgb, Scheme, scheme};

/// What does not hold in a theme: at which key of the settings, and why.
pub type Unfit = (String, String);

/// Returns the themes that can be asked for by name: those that the program comes with, then a person's own.
///
/// # Errors
/// What does not hold in the file's themes, all of it: a name that is taken, a base or a colour that is none, writing
/// that does not stand out from its ground.
pub fn all(own: &BTreeMap<String, BTreeMap<String, String>>) -> Result<Vec<(String, Scheme)>, Vec<Unfit>> {
    let mut schemes = Scheme::built_in();
    let mut unfit = Vec::new();
    for (name, lines) in own {
        let key = format!("themes.{name}");
        if schemes.iter().any(|(taken, _)| taken == name) {
            unfit.push((
                key,
                format!("{name} is a theme that the program comes with; give yours another name"),
            ));
            continue;
        }
        match colors(&key, lines) {
            Ok(colors) => schemes.push((sanitised(name), Scheme::Own(Box::new(colors)))),
            Err(wrong) => unfit.extend(wrong),
        }
    }
    if unfit.is_empty() { Ok(schemes) } else { Err(unfit) }
}

fn colors(key: &str, lines: &BTreeMap<String, String>) -> Result<Colors, Vec<Unfit>> {
    let mut unfit = Vec::new();
    let mut colors = match lines.get("base").map(String::as_str) {
        None | Some("dark") => scheme::DARK,
        Some("light") => scheme::LIGHT,
        Some(other) => {
            let what = format!("{:?} is impossible: dark or light was expected", sanitised(other));
            unfit.push((format!("{key}.base"), what));
            scheme::DARK
        }
    };
    for (name, written) in lines.iter().filter(|(name, _)| *name != "base") {
        let at = format!("{key}.{name}");
        match (colors.named(name), rgb(written)) {
            (Some(color), Some(read)) => *color = read,
            (None, _) => {
                unfit.push((at, format!("there is no such colour; there are {}", Colors::NAMES.join(", "))));
            }
            (_, None) => {
                let what = format!(
                    "{:?} is impossible: a colour such as \"#ff9000\" was expected",
                    sanitised(written)
                );
                unfit.push((at, what));
            }
        }
    }
    if unfit.is_empty() {
        let faint = colors.contrasts().into_iter().find(|(_, ratio, wanted)| ratio < wanted);
        if let Some((name, ratio, wanted)) = faint {
            let what = format!(
                "{name} stands out from what is below it by {ratio:.1} to 1, and {wanted:.1} to 1 is needed to be read"
            );
            unfit.push((key.to_owned(), what));
        }
    }
    if unfit.is_empty() { Ok(colors) } else { Err(unfit) }
}

/// Reads a colour of the form `#rrggbb`.
fn rgb(written: &str) -> Option<Rgb> {
    let digits = written.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
    u32::from_str_radix(digits, 16).ok().map(Rgb::hex)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(lines: &[(&str, &str)]) -> BTreeMap<String, BTreeMap<String, String>> {
        let lines = lines.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        [("projector".to_owned(), lines)].into()
    }

    #[test]
    fn a_theme_is_a_base_with_other_colours() {
        let all = all(&own(&[("base", "light"), ("asked", "#7a0000")])).unwrap();
        let Some((_, Scheme::Own(colors))) = all.last() else { panic!("none of its own") };
        assert_eq!((colors.asked, colors.ground), (Rgb(0x7a, 0, 0), scheme::LIGHT.ground));
        assert_eq!(all.len(), Scheme::built_in().len() + 1);
    }

    #[test]
    fn what_does_not_hold_is_named_by_its_key() {
        for (lines, key, what) in [
            (vec![("base", "blue")], "themes.projector.base", "dark or light was expected"),
            (vec![("asked", "orange")], "themes.projector.asked", "a colour such as"),
            (vec![("asked", "#12345")], "themes.projector.asked", "a colour such as"),
            (vec![("accent", "#123456")], "themes.projector.accent", "there is no such colour"),
            (vec![("quiet", "#202428")], "themes.projector", "quiet stands out"),
        ] {
            let unfit = all(&own(&lines)).unwrap_err();
            assert!(unfit.iter().any(|(at, why)| at == key && why.contains(what)), "{unfit:?}");
        }
        let taken = [("dark".to_owned(), BTreeMap::new())].into();
        assert!(all(&taken).unwrap_err()[0].1.contains("comes with"));
    }
}
