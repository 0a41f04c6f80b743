//! `trellis man`.

use std::io::Write;

use clap::{Command, CommandFactory as _};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};
use color_eyre::Result;
use color_eyre::eyre::eyre;
use strum::IntoEnumIterator as _;

use super::config::settings::Settings;
use super::{Cli, Exit};
use crate::domain::text::sanitised;
use crate::ui::keymap::{Context, Keymap};
use crate::ui::theme::Glyphs;

/// Print a page of the manual, with the keys in force
///
/// Example: trellis man > ~/.local/share/man/man1/trellis.1
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct ManArgs {
    /// A command, whose own page is printed
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

/// Prints one page.
pub fn run(args: &ManArgs, out: &mut impl Write) -> Result<Exit> {
    let mut whole = Cli::command().disable_help_subcommand(true);
    whole.build();
    let mut page = Vec::new();
    match &args.command {
        None => {
            let man = Man::new(whole);
            man.render_title(&mut page)?;
            man.render_name_section(&mut page)?;
            man.render_synopsis_section(&mut page)?;
            man.render_description_section(&mut page)?;
            man.render_options_section(&mut page)?;
            man.render_subcommands_section(&mut page)?;
            keys(&Settings::read()?.keymap()?).to_writer(&mut page)?;
            man.render_extra_section(&mut page)?;
            man.render_version_section(&mut page)?;
        }
        Some(name) => Man::new(named(&whole, name)?).render(&mut page)?,
    }
    out.write_all(&page)?;
    Ok(Exit::Done)
}

/// Returns a command; built with the whole, it knows the name that its page bears.
fn named(whole: &Command, name: &str) -> Result<Command> {
    let found = whole
        .find_subcommand(name)
        .ok_or_else(|| eyre!("there is no command {:?}; `trellis --help` lists them", sanitised(name)))?;
    Ok(found.clone())
}

/// Returns the section of the keys.
fn keys(keymap: &Keymap) -> Roff {
    let mut page = Roff::new();
    page.control("SH", ["KEYS"]);
    for context in Context::iter() {
        page.control("SS", [context.title().as_str()]);
        for binding in keymap.all().iter().filter(|binding| binding.context == context) {
            let keys: Vec<_> = binding.keys.iter().map(|key| key.shown(Glyphs::Ascii)).collect();
            let keys = if keys.is_empty() { "no key".to_owned() } else { keys.join(", ") };
            page.control("TP", []);
            page.text([bold(keys)]);
            page.text([roman(format!("{} ({})", binding.long, binding.action))]);
        }
    }
    page
}
