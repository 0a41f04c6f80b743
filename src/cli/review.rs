//! `trellis review`.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use color_eyre::Result;
use color_eyre::eyre::eyre;

use super::telling::tell;
use crate::app::model::Session;
use crate::app::wearing::Wearing;
use crate::app::{Message, Model, Screen, update};
use crate::casefile::open::CaseFile;
use crate::domain::catalog::Catalog;
use crate::domain::text::sanitised;
use crate::ledger::cards::Cards;
use crate::ledger::drafts::Drafts;
use crate::ledger::entry::{Actor, Role};
use crate::ledger::file::fresh_id;
use crate::ledger::identity::Identity;
use crate::ledger::place::LedgerPlace;
use crate::ledger::store::Ledger;
use crate::prompts::Thresholds;
use crate::runtime::{self, Opened};
use crate::survey::earlier::Earlier;
use crate::survey::telling::Answering;
use crate::ui::Face;
use crate::ui::keymap::{Context, Keymap};
use crate::ui::theme::{Background, ColorDepth, Glyphs, Look, Open, Scheme, Surroundings};

use super::Exit;
use super::config::ThresholdsArgs;
use super::config::file::{Characters, Colors, Ground};
use super::config::settings::{Settings, locale, variable};
use super::opening::{self, CaseFileArgs};
use super::signing::{LedgerArgs, drafts_beside, remembering};
use super::whereabouts;

/// Review residents by keys
///
/// Example: trellis review my.duckdb --as lin --role chair
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct ReviewArgs {
    #[command(flatten)]
    pub case_file: CaseFileArgs,
    #[command(flatten)]
    pub ledger: LedgerArgs,
    #[command(flatten)]
    pub thresholds: ThresholdsArgs,
    /// Show codes for names: for a shared screen
    #[arg(long)]
    pub present: bool,
    /// Draw with ASCII characters only
    #[arg(long)]
    pub ascii: bool,
    /// For a screen reader: write no line anew that did not change, and keep the cursor on the selected one
    #[arg(long)]
    pub linear: bool,
    /// Print one screen as lines, for a screen reader or a pipe: triage, resident, growth, …
    #[arg(long, value_name = "SCREEN")]
    pub plain: Option<Screen>,
    /// The resident on the printed screen; the first of the triage table unless given
    #[arg(long, value_name = "RESIDENT", requires = "plain")]
    pub resident: Option<String>,
    /// A plan of a meeting, which M offers to open
    #[arg(long, value_name = "FILE")]
    pub plan: Option<PathBuf>,
}

/// Opens the review, or prints one of its screens.
pub fn run(args: &ReviewArgs, out: &mut impl Write) -> Result<Exit> {
    let settings = Settings::read()?;
    let keymap = settings.keymap()?;
    let thresholds = args.thresholds.read()?;
    let case_file = args.case_file.open()?;
    if let Some(screen) = args.plain {
        let mut ledger = args.ledger.open(&case_file)?;
        return print(args, screen, (&case_file, &mut ledger, &thresholds), &keymap, out);
    }
    let (actor, identity) = args.ledger.who.signer()?;
    let place = args.ledger.place(&case_file)?;
    let beside = drafts_beside(&place)?;
    let (drafts, cards) = (Drafts::beside(&beside, &actor.id), Cards::beside(&beside, &actor.id));
    let catalog = Arc::new(case_file.catalog().map_err(|e| opening::named(case_file.path(), e))?);
    let plan = args.plan.as_deref().map(|path| super::meeting::checked_plan(path, &catalog)).transpose()?;
    let session = session(
        (actor, settings.name()),
        &place,
        Some(&identity),
        (&catalog, case_file.path()),
        settings.answering(),
    );
    let mut model = Model::before_the_ledger(catalog, session, args.present);
    model.room.plan = plan;
    let (themes, worn) = settings.themes()?;
    let linear = || themes.iter().position(|(_, scheme)| *scheme == Scheme::Linear);
    let worn = if args.linear { linear().unwrap_or(worn) } else { worn };
    model.theme = Wearing { names: themes.iter().map(|(name, _)| name.clone()).collect(), worn, tried: None };
    let face = Face { themes, ..face(args.ascii, &settings, keymap)? };
    let who = args.ledger.who.clone();
    let ledger = Box::new(move || {
        let mut ledger = remembering(&place)?;
        who.vouch_for(&mut ledger);
        whereabouts::refuse_a_mistyped_name(&mut ledger)?;
        Ok(ledger)
    });
    let agent_asks_here = agent_asks_here();
    let opened = Opened { case_file, ledger, identity, agent_asks_here, drafts, cards, thresholds };
    let ended = runtime::review(opened, model, face)?;
    for why in &ended.unrecorded {
        tell(sanitised(why));
    }
    Ok(if ended.signal.is_some() { Exit::CannotTell } else { Exit::Done })
}

/// Tells whether the SSH agent is gpg's, whose pinentry may ask in this very terminal.
fn agent_asks_here() -> bool {
    variable("SSH_AUTH_SOCK").is_some_and(|socket| socket.contains("gpg-agent"))
}

/// Prints one screen with every fact that its picture carries.
fn print(
    args: &ReviewArgs,
    screen: Screen,
    (case_file, ledger, thresholds): (&CaseFile, &mut Ledger, &Thresholds),
    keymap: &Keymap,
    out: &mut impl Write,
) -> Result<Exit> {
    let (catalog, survey) = opening::survey(case_file, ledger.state(), thresholds)?;
    // Who has no key can read all the same.
    let reader = || Actor { id: "reader".to_owned(), role: Role::Member };
    let actor = args.ledger.who.actor().unwrap_or_else(|_nobody| reader());
    let settings = Settings::read()?;
    let about = (&*catalog, case_file.path());
    let who = (actor, settings.name());
    let session = session(who, &args.ledger.place(case_file)?, None, about, settings.answering());
    let earlier = Earlier::of(&survey, runtime::since(ledger.state(), &catalog));
    let mut model = Model::new(catalog, ledger.state().clone(), session, args.present);
    update(&mut model, Message::Surveyed(Ok(Arc::new(survey))));
    update(&mut model, Message::LookedBack(Arc::new(earlier)));
    update(&mut model, Message::Fingerprinted(opening::fingerprint(case_file).map_err(|e| e.to_string())));
    if !screen.is_about_a_resident() {
        model.screen = screen;
    }
    let wanted = match &args.resident {
        Some(resident) => Some(resident.parse().map_err(|e| eyre!("{e}; `trellis triage` lists the codes"))?),
        None => model.visible().next().map(|row| row.id.clone()),
    };
    if let Some(id) = wanted.filter(|_| screen.is_about_a_resident()) {
        args.ledger.viewed(ledger, &id, &screen.to_string());
        let shown = runtime::settle(case_file, &mut model, &id, screen);
        shown.map_err(|why| {
            if model.screen != screen {
                // Nothing is wrong with the file: nobody can go to this screen now.
                return eyre!("{}", keymap.fill(Context::On(model.screen), Glyphs::Ascii, &why));
            }
            let path = sanitised(&case_file.path().display().to_string());
            eyre!("{path} cannot be read as it stands: {why}; correct it at its source and import it again")
        })?;
    }
    crate::ui::plain::screen(&model, keymap).iter().try_for_each(|line| writeln!(out, "{line}"))?;
    Ok(Exit::Done)
}

fn session(
    (actor, name): (Actor, Option<String>),
    ledger: &LedgerPlace,
    identity: Option<&Identity>,
    (catalog, cases): (&Catalog, &Path),
    answering: Answering,
) -> Session {
    let ledger = ledger.file().map_or_else(|| ledger.to_string(), file_name);
    let signer = identity.map_or_else(String::new, |identity| whereabouts::only_signer(&actor, identity));
    Session {
        actor,
        name,
        signer,
        nonce: fresh_id(),
        ledger,
        today: opening::today(catalog),
        papers: shown_folder(cases),
        answering,
    }
}

/// Names the folder into which papers are written.
fn shown_folder(cases: &Path) -> String {
    sanitised(&runtime::papers::folder_beside(cases).display().to_string())
}

fn file_name(path: &Path) -> String {
    sanitised(&path.file_name().unwrap_or(path.as_os_str()).to_string_lossy())
}

/// Finds out what the terminal can show, unless a person has said so, and what it is still to be asked.
fn face(ascii: bool, settings: &Settings, keymap: Keymap) -> Result<Face> {
    let [no_color, colorterm, term, colorfgbg] = ["NO_COLOR", "COLORTERM", "TERM", "COLORFGBG"].map(variable);
    let locale = locale();
    let around = Surroundings {
        no_color: no_color.as_deref(),
        colorterm: colorterm.as_deref(),
        term: term.as_deref(),
        colorfgbg: colorfgbg.as_deref(),
        tmux: variable("TMUX").is_some(),
        locale: locale.as_deref(),
        ascii,
    };
    let found = Look::detect(&around);
    let (colors, ground, characters) = (settings.colors()?, settings.background()?, settings.glyphs()?);
    // The environment beats the file here too.
    let refused = no_color.is_some() && variable("TRELLIS_COLORS").is_none();
    let look = Look {
        depth: match colors {
            _ if refused => found.depth,
            Colors::Auto => found.depth,
            Colors::None => ColorDepth::None,
            Colors::Sixteen => ColorDepth::Ansi16,
            Colors::Palette => ColorDepth::Palette256,
            Colors::Truecolor => ColorDepth::Truecolor,
        },
        background: match ground {
            Ground::Auto => found.background,
            Ground::Dark => Background::Dark,
            Ground::Light => Background::Light,
        },
        glyphs: match characters {
            _ if ascii => Glyphs::Ascii,
            Characters::Auto => found.glyphs,
            Characters::Unicode => Glyphs::Unicode,
            Characters::Ascii => Glyphs::Ascii,
        },
    };
    let open = Open {
        depth: colors == Colors::Auto && look.depth != ColorDepth::None,
        background: ground == Ground::Auto && look.depth != ColorDepth::None,
        glyphs: characters == Characters::Auto && look.glyphs == Glyphs::Unicode,
    };
    Ok(Face { look, keymap, open, gnu_screen: around.in_gnu_screen(), ..Face::default() })
}
