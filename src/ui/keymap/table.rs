//! The keys that the program comes with; a person's file changes them.

use crossterm::event::KeyCode;

use crate::app::edit::Edit;
use crate::app::{Action, Screen};

use super::Context;
use super::key::Key;

const fn key(c: char) -> Key {
    Key::new(KeyCode::Char(c), false)
}

const fn ctrl(c: char) -> Key {
    Key::new(KeyCode::Char(c), true)
}

const fn ctrl_named(code: KeyCode) -> Key {
    Key::new(code, true)
}

const fn named(code: KeyCode) -> Key {
    Key::new(code, false)
}

/// Leaves from everywhere.
pub const LEAVE: Key = ctrl('c');

/// Stops the program from everywhere, and the shell goes on with it.
pub const STOP: Key = ctrl('z');

const UP: Key = named(KeyCode::Up);
const DOWN: Key = named(KeyCode::Down);
const LEFT: Key = named(KeyCode::Left);
const RIGHT: Key = named(KeyCode::Right);
const ENTER: Key = named(KeyCode::Enter);
const ESC: Key = named(KeyCode::Esc);
const TAB: Key = named(KeyCode::Tab);
const BACKTAB: Key = named(KeyCode::BackTab);
const BACKSPACE: Key = named(KeyCode::Backspace);
const PAGE_UP: Key = named(KeyCode::PageUp);
const PAGE_DOWN: Key = named(KeyCode::PageDown);
const DELETE: Key = named(KeyCode::Delete);
const HOME: Key = named(KeyCode::Home);
const END: Key = named(KeyCode::End);

/// What some keys do in one context, as the program comes.
#[derive(Clone, Copy, Debug)]
pub struct BuiltIn {
    pub context: Context,
    pub keys: &'static [Key],
    pub action: Action,
    /// One or two words for the footer; empty where the footer leaves it out.
    pub short: &'static str,
    /// What it does, for help and palette.
    pub long: &'static str,
}

const fn bind(
    context: Context,
    keys: &'static [Key],
    action: Action,
    short: &'static str,
    long: &'static str,
) -> BuiltIn {
    BuiltIn { context, keys, action, short, long }
}

const fn on(
    screen: Screen,
    keys: &'static [Key],
    action: Action,
    short: &'static str,
    long: &'static str,
) -> BuiltIn {
    bind(Context::On(screen), keys, action, short, long)
}

use Action as A;
use Context as C;
use Edit as E;
use Screen as S;

/// Every key that the program comes with. The order is the order of the footer.
#[rustfmt::skip]
pub const ROWS: &[BuiltIn] = &[
    on(S::Triage,       &[ENTER],              A::Open,                   "open",         "Open the resident"),
    on(S::Triage,       &[key('f')],           A::FilterClass,            "class",        "List one clinical year only, then the next"),
    on(S::Triage,       &[key('b')],           A::FilterCoach,            "coach",        "List only the residents of this line's coach, or everyone's"),
    on(S::Triage,       &[key('*')],           A::FilterNew,              "new",          "List only who has a prompt that is new since the last meeting, or everyone"),
    on(S::Triage,       &[key('s')],           A::Sort,                   "sort",         "Sort by open prompts, name or training month"),
    on(S::Triage,       &[key('C')],           A::ProgramPrompts,         "program",      "Read what is asked of the program, not of a resident"),
    on(S::Triage,       &[key('V')],           A::Bearing,                "data",         "Read what the data can bear: who is compared with whom, what is silent, what departs"),
    on(S::Triage,       &[key('M')],           A::Go(S::Meeting),         "meeting",      "Go to the meeting: open it, take attendance, see the agenda"),

    on(S::Resident,     &[ENTER],              A::Open,                   "growth curve", "Open what is selected in the panel"),
    on(S::Resident,     &[TAB],                A::NextPanel,              "panel",        "Go to the next panel"),
    on(S::Resident,     &[LEFT],               A::Left,                   "",             "Go to the panel before"),
    on(S::Resident,     &[RIGHT],              A::Right,                  "",             "Go to the panel after"),
    on(S::Growth,       &[LEFT],               A::Left,                   "read along",   "Read the curve one month earlier"),
    on(S::Growth,       &[RIGHT],              A::Right,                  "",             "Read the curve one month later"),
    on(S::Growth,       &[key('b')],           A::Compare,                "benchmark",    "Show the program's bands, the benchmark, or both"),
    on(S::Growth,       &[key('x')],           A::ClinicalMonths,         "clinical months", "Read the curve by clinical months, or by training months again"),
    on(S::Growth,       &[ENTER],              A::Open,                   "",             "List the cases behind the number"),
    on(S::Rotations,    &[ENTER],              A::Open,                   "",             "List the cases of the selected experience"),
    on(S::Epas,         &[ENTER],              A::Open,                   "decide",       "Decide on the selected activity"),
    on(S::Epas,         &[TAB],                A::NextPanel,              "raters",       "Turn from the ratings to how their raters rate, or back"),
    on(S::Epas,         &[PAGE_DOWN],          A::PageDown,               "",             "Go down by ten; among raters, read on"),
    on(S::Epas,         &[PAGE_UP],            A::PageUp,                 "",             "Go up by ten; among raters, read back"),
    on(S::Measures,     &[TAB],                A::NextPanel,              "turn over",    "Turn from quality measures to attempts with an outcome, or back"),
    on(S::Measures,     &[PAGE_DOWN],          A::PageDown,               "read on",      "Read on about the selected measure or attempts"),
    on(S::Measures,     &[PAGE_UP],            A::PageUp,                 "",             "Read back about the selected measure or attempts"),
    on(S::Epas,         &[key('x')],           A::Revoke,                 "revoke",       "Take back the recommendation that stands"),

    on(S::Epas,         &[key('w')],           A::Go(S::Entry),           "what stands",  "Open the decision that stands: as shown then, and now"),
    on(S::Ledger,       &[ENTER],              A::Open,                   "open",         "Open the entry: as shown then, and what changed since"),
    on(S::Ledger,       &[key('x')],           A::Revoke,                 "",             "Take back the entry that is selected, where it can be, with a reason"),
    on(S::Entry,        &[key('x')],           A::Revoke,                 "revoke",       "Take back the entry that is opened, where it can be, with a reason"),
    on(S::Entry,        &[ENTER],              A::Open,                   "linked entry", "Go to what took its place, or to what it names"),
    on(S::Entry,        &[key('['), LEFT],     A::Left,                   "older, newer", "Go to the entry before, about the same resident"),
    on(S::Entry,        &[key(']'), RIGHT],    A::Right,                  "",             "Go to the entry after"),
    on(S::Entry,        &[PAGE_DOWN],          A::PageDown,               "read on",      "Read on by ten lines"),
    on(S::Entry,        &[PAGE_UP],            A::PageUp,                 "",             "Read back by ten lines"),
    on(S::Entry,        &[DOWN, key('j')],     A::Down,                   "",             "Read on by a line"),
    on(S::Entry,        &[UP, key('k')],       A::Up,                     "",             "Read back by a line"),
    on(S::Entry,        &[HOME],               A::First,                  "",             "Go to the oldest entry about the resident"),
    on(S::Entry,        &[END, key('G')],      A::Last,                   "",             "Go to the newest entry about the resident"),

    on(S::Resident,     &[key('x')],           A::EndGoal,                "",             "End the selected goal, or carry it on"),
    on(S::Rare,         &[ENTER],              A::Open,                   "",             "List the cases of the selected event"),

    on(S::Decide,       &[LEFT],               A::Left,                   "",             "Choose the one before"),
    on(S::Decide,       &[RIGHT],              A::Right,                  "choose",       "Choose the next one"),
    on(S::Decide,       &[TAB, DOWN],          A::NextField,              "next line",    "Go to the next line"),
    on(S::Decide,       &[BACKTAB, UP],        A::PreviousField,          "",             "Go to the line before"),
    on(S::Decide,       &[ENTER],              A::Open,                   "",             "Go on to the next line"),
    on(S::Decide,       &[key(']'), ctrl('n')], A::NextEvidence,         "evidence",     "Turn to the next leaf of the evidence: all of it, ratings, growth, prompts, goals"),
    on(S::Decide,       &[key('['), ctrl('p')], A::PreviousEvidence,     "",             "Turn back to the leaf before"),
    on(S::Decide,       &[key('"'), ctrl('g')], A::Comments,             "",             "Show what raters wrote, or hide it"),
    on(S::Decide,       &[PAGE_DOWN],          A::PageDown,               "",             "Go down in the evidence"),
    on(S::Decide,       &[PAGE_UP],            A::PageUp,                 "",             "Go up in the evidence"),
    on(S::Decide,       &[ctrl('s')],          A::Seal,                   "read back",    "Read the decision back, and ask whether it is recorded"),
    on(S::Decide,       &[ctrl('o')],          A::Go(S::Entry),           "what stands",  "Open the decision that stands; the draft stays as it is"),
    on(S::Decide,       &[ESC],                A::Back,                   "keep as draft", "Keep the draft and go back"),

    on(S::Goal,         &[LEFT],               A::Left,                   "",             "Choose the one before"),
    on(S::Goal,         &[RIGHT],              A::Right,                  "choose",       "Choose the next one"),
    on(S::Goal,         &[TAB, DOWN],          A::NextField,              "next line",    "Go to the next line"),
    on(S::Goal,         &[BACKTAB, UP],        A::PreviousField,          "",             "Go to the line before"),
    on(S::Goal,         &[ENTER],              A::Open,                   "",             "Go on to the next line"),
    on(S::Goal,         &[ctrl('s')],          A::Seal,                   "read back",    "Read the goal back, and ask whether it is recorded"),
    on(S::Goal,         &[ESC],                A::Back,                   "keep as draft", "Keep the draft and go back"),

    on(S::Meeting,      &[ENTER],              A::Open,                   "go on",        "Open the meeting, record what was marked or changed, go to the resident, or read a meeting that was held"),
    on(S::Meeting,      &[TAB],                A::NextPanel,              "turn over",    "Turn from the agenda to the members, then to the meetings that were held"),
    on(S::Meeting,      &[key(' ')],           A::Mark,                   "present",      "Mark the member as present, or take the mark away"),
    on(S::Meeting,      &[key('c')],           A::Chair,                  "chairs",       "Mark the member who chairs"),
    on(S::Meeting,      &[key('[')],           A::Earlier,                "move",         "Move the resident up the agenda"),
    on(S::Meeting,      &[key(']')],           A::LaterOn,                "",             "Move the resident down the agenda"),
    on(S::Meeting,      &[key('-')],           A::Shorter,                "minutes",      "Give the resident a minute less"),
    on(S::Meeting,      &[key('=')],           A::Longer,                 "",             "Give the resident a minute more"),
    on(S::Meeting,      &[key('f')],           A::Reviewer,               "reviewer",     "Give the resident to the next reviewer"),
    on(S::Meeting,      &[key('X')],           A::CloseMeeting,           "close",        "Close the meeting; asked about first"),
    on(S::Review,       &[ENTER],              A::Open,                   "do the step",  "Do the step that is marked"),
    on(S::Review,       &[key(']')],           A::NextEvidence,           "evidence",     "Turn to the next leaf of the evidence: all of it, ratings, growth, prompts, goals"),
    on(S::Review,       &[key('[')],           A::PreviousEvidence,       "",             "Turn back to the leaf before"),
    on(S::Review,       &[key('"')],           A::Comments,               "",             "Show what raters wrote, or hide it"),
    on(S::Review,       &[DOWN, key('j')],     A::Down,                   "another step", "Go to the next step"),
    on(S::Review,       &[UP, key('k')],       A::Up,                     "",             "Go to the step before"),
    on(S::Review,       &[key('s')],           A::Remark,                 "remark",       "Write down what was said, and what it rests on"),
    on(S::Review,       &[key('S')],           A::Strength,               "",             "Name what the resident does well"),
    on(S::Review,       &[key('K')],           A::Go(S::Card),            "card",         "Fill in a rating card, sealed until the ratings are called"),
    on(S::Review,       &[key('x')],           A::Recuse,                 "recuse",       "Take a member out for this resident, with a reason"),
    on(S::Review,       &[key('z')],           A::Later,                  "later",        "Leave the resident for later, and go on"),
    on(S::Review,       &[key('b')],           A::TakeBreak,              "",             "Say that the committee has taken a break"),
    on(S::Review,       &[key('F')],           A::Follow,                 "",             "Follow whoever leads the meeting from resident to resident, or stay"),
    on(S::Resident,     &[key('F')],           A::Follow,                 "",             "Follow whoever leads the meeting from resident to resident, or stay"),
    on(S::Meeting,      &[key('F')],           A::Follow,                 "",             "Follow whoever leads the meeting from resident to resident, or stay"),
    on(S::Review,       &[PAGE_DOWN],          A::PageDown,               "",             "Read on about the step"),
    on(S::Review,       &[PAGE_UP],            A::PageUp,                 "",             "Read back about the step"),
    on(S::Recommendations,   &[key('y')],      A::Agree,                  "agree",        "Determine as the committee recommends; asked about first"),
    on(S::Recommendations,   &[ENTER],         A::Open,                   "differ",       "Decide otherwise, with a reason; on an appeal, how it ends; on a release, who told the resident"),
    on(S::Recommendations,   &[key('z')],      A::Release,                "release",      "Release what was determined where nothing waits: write each copy, and the list of who is to be told; asked about first"),
    on(S::Recommendations,   &[PAGE_DOWN],     A::PageDown,               "read on",      "Read on about the recommendation"),
    on(S::Recommendations,   &[PAGE_UP],       A::PageUp,                 "",             "Read back about the recommendation"),

    on(S::Overall,      &[LEFT],               A::Left,                   "",             "Choose the one before"),
    on(S::Overall,      &[RIGHT],              A::Right,                  "choose",       "Choose the next one"),
    on(S::Overall,      &[TAB, DOWN],          A::NextField,              "next line",    "Go to the next line"),
    on(S::Overall,      &[BACKTAB, UP],        A::PreviousField,          "",             "Go to the line before"),
    on(S::Overall,      &[ENTER],              A::Open,                   "",             "Go on to the next line"),
    on(S::Overall,      &[ctrl('l')],          A::Levels,                 "milestones",   "Go to the rows of the milestones"),
    on(S::Overall,      &[ctrl('t')],          A::OfferAgreed,            "as rated",     "Take the milestone levels on which the ratings agree; asked about first"),
    on(S::Overall,      &[key(']'), ctrl('n')], A::NextEvidence,         "evidence",     "Turn to the next leaf of the evidence: all of it, ratings, growth, prompts, goals"),
    on(S::Overall,      &[key('['), ctrl('p')], A::PreviousEvidence,     "",             "Turn back to the leaf before"),
    on(S::Overall,      &[key('"'), ctrl('g')], A::Comments,             "",             "Show what raters wrote, or hide it"),
    on(S::Overall,      &[PAGE_DOWN],          A::PageDown,               "",             "Go down in the evidence"),
    on(S::Overall,      &[PAGE_UP],            A::PageUp,                 "",             "Go up in the evidence"),
    on(S::Overall,      &[ctrl('s')],          A::Seal,                   "read back",    "Read the decision back, and ask whether it is recorded"),
    on(S::Overall,      &[ESC],                A::Back,                   "keep as draft", "Keep the draft and go back"),

    on(S::Card,         &[TAB, DOWN, ENTER],   A::NextField,              "next line",    "Go to the next line"),
    on(S::Card,         &[BACKTAB, UP],        A::PreviousField,          "",             "Go to the line before"),
    on(S::Card,         &[PAGE_DOWN],          A::PageDown,               "",             "Go down by ten"),
    on(S::Card,         &[PAGE_UP],            A::PageUp,                 "",             "Go up by ten"),
    on(S::Card,         &[LEFT],               A::Left,                   "",             "Choose the one before"),
    on(S::Card,         &[RIGHT],              A::Right,                  "choose",       "Choose the next one"),
    on(S::Card,         &[ctrl('l')],          A::Levels,                 "milestones",   "Go to the rows of the milestones"),
    on(S::Card,         &[key('"')],           A::Comments,               "comments",     "Show what raters wrote about the activity, or hide it"),
    on(S::Card,         &[key(']')],           A::NextEvidence,           "evidence",     "Turn to the next leaf of the evidence: all of it, ratings, growth, prompts, goals"),
    on(S::Card,         &[key('[')],           A::PreviousEvidence,       "",             "Turn back to the leaf before"),
    on(S::Card,         &[key('}')],           A::NextRater,              "next member",  "Go to the next member's card, for whom you keep the record"),
    on(S::Card,         &[key('{')],           A::PreviousRater,          "",             "Go to the card of the member before"),
    on(S::Card,         &[ctrl('s')],          A::Seal,                   "seal",         "Seal the card; it opens when the ratings are called"),
    on(S::Card,         &[ESC],                A::Back,                   "keep as draft", "Keep the card unsealed and go back"),

    bind(C::Levels,     &[LEFT],               A::Left,                   "",             "Choose half a level less; on an open row, less than last time"),
    bind(C::Levels,     &[RIGHT],              A::Right,                  "choose",       "Choose half a level more; on an open row, more than last time"),
    bind(C::Levels,     &[DOWN, ENTER],        A::Down,                   "next row",     "Go to the next row"),
    bind(C::Levels,     &[UP],                 A::Up,                     "",             "Go to the row before"),
    bind(C::Levels,     &[key('=')],           A::TakeAgreed,             "as rated",     "Take for the row what its ratings agree on"),
    bind(C::Levels,     &[key('+'), ctrl('t')], A::OfferAgreed,           "all as rated", "Take what the ratings agree on for all rows that are open; asked about first"),
    bind(C::Levels,     &[key('l')],           A::TakeLast,               "as last time", "Take last time's level over for the row"),
    bind(C::Levels,     &[key('L')],           A::OfferLast,              "all as last time", "Take last time's levels over for all rows that are open; asked about first"),
    bind(C::Levels,     &[TAB, ctrl('l')],     A::NextField,              "other lines",  "Go to the line behind the milestones"),
    bind(C::Levels,     &[BACKTAB],            A::PreviousField,          "",             "Go to the line before the milestones"),
    bind(C::Levels,     &[PAGE_DOWN],          A::PageDown,               "",             "Go down by ten rows"),
    bind(C::Levels,     &[PAGE_UP],            A::PageUp,                 "",             "Go up by ten rows"),
    bind(C::Levels,     &[key('"')],           A::Comments,               "",             "Show what raters wrote about the activities, or hide it"),
    bind(C::Levels,     &[key(']')],           A::NextEvidence,           "evidence",     "Turn to the next leaf of the evidence: all of it, ratings, growth, prompts, goals"),
    bind(C::Levels,     &[key('[')],           A::PreviousEvidence,       "",             "Turn back to the leaf before"),
    bind(C::Levels,     &[key('}')],           A::NextRater,              "",             "On a card, go to the next member's, for whom you keep the record"),
    bind(C::Levels,     &[key('{')],           A::PreviousRater,          "",             "On a card, go to that of the member before"),
    bind(C::Levels,     &[ctrl('s')],          A::Seal,                   "record",       "Read the decision back, and ask whether it is recorded; on a card, seal it"),
    bind(C::Levels,     &[key('?')],           A::Help,                   "keys",         "Show these keys"),
    bind(C::Levels,     &[ESC],                A::Back,                   "keep as draft", "Keep the draft and go back"),

    bind(C::Everywhere, &[key('d')],           A::Go(S::Decide),          "decide",       "Decide on the selected activity"),
    bind(C::Everywhere, &[key('a')],           A::Acknowledge,            "acknowledge",  "Acknowledge a prompt, with a reason"),
    bind(C::Everywhere, &[key('e')],           A::Go(S::Epas),            "EPAs",         "Go to the activities and their ratings"),
    bind(C::Everywhere, &[key('c')],           A::Go(S::Cases),           "cases",        "Go to the cases behind the number"),
    bind(C::Everywhere, &[key('i')],           A::Go(S::Definition),      "definition",   "Go to the definition of the number"),
    bind(C::Everywhere, &[key('m')],           A::Go(S::Milestones),      "milestones",   "Go to the milestones"),
    bind(C::Everywhere, &[key('o')],           A::Go(S::Rotations),       "rotations",    "Go to the rotations"),
    bind(C::Everywhere, &[key('U')],           A::Go(S::Measures),        "measures",     "Go to the quality measures, and to attempts with an outcome"),
    bind(C::Everywhere, &[key('v')],           A::Go(S::Rare),            "rare events",  "Go to the rare events"),
    bind(C::Everywhere, &[key('u')],           A::TakeBack,               "take back",    "Take back your own last act, after a question that reads it back"),
    bind(C::Everywhere, &[key('+')],           A::Go(S::Goal),            "goal",         "Set a goal, about what is selected"),
    bind(C::Everywhere, &[key('l')],           A::Go(S::Ledger),          "ledger",       "Go to the ledger's entries"),
    bind(C::Everywhere, &[key('M')],           A::Go(S::Meeting),         "",             "Go to the meeting: open it, take attendance, see the agenda"),
    bind(C::Everywhere, &[key('R')],           A::Go(S::Review),          "",             "Go to the meeting's steps with this resident"),
    bind(C::Everywhere, &[key('K')],           A::Go(S::Card),            "",             "Fill in a rating card, sealed until the ratings are called"),
    bind(C::Everywhere, &[key('O')],           A::Go(S::Overall),         "",             "Decide on the resident as a whole"),
    bind(C::Everywhere, &[key('D')],           A::Go(S::Recommendations), "",            "Go to what waits for the program director"),
    bind(C::Everywhere, &[key('w')],           A::Go(S::Entry),           "",             "Open the decision that stands: as shown then, and now"),
    bind(C::Everywhere, &[key('g')],           A::Go(S::Growth),          "",             "Go to the growth curve"),
    bind(C::Everywhere, &[key('r')],           A::Go(S::Resident),        "",             "Go to the resident"),
    bind(C::Everywhere, &[key('t')],           A::Go(S::Triage),          "",             "Go to the triage table"),
    bind(C::Everywhere, &[key('L'), key('n')], A::NextResident,           "next",         "Go to the next resident, on the same screen"),
    bind(C::Everywhere, &[key('H'), key('N')], A::PreviousResident,       "",             "Go to the resident before, on the same screen"),
    bind(C::Everywhere, &[key('j'), DOWN],     A::Down,                   "",             "Go down"),
    bind(C::Everywhere, &[key('k'), UP],       A::Up,                     "",             "Go up"),
    bind(C::Everywhere, &[PAGE_DOWN],          A::PageDown,               "",             "Go down by ten"),
    bind(C::Everywhere, &[PAGE_UP],            A::PageUp,                 "",             "Go up by ten"),
    bind(C::Everywhere, &[HOME],               A::First,                  "",             "Go to the first"),
    bind(C::Everywhere, &[END, key('G')],      A::Last,                   "",             "Go to the last"),
    bind(C::Everywhere, &[key('p')],           A::Present,                "",             "Show codes for names, or names again"),
    bind(C::Everywhere, &[key('P')],           A::Reveal,                 "",             "While codes are shown: show this one name"),
    bind(C::Everywhere, &[key('B')],           A::Blank,                  "",             "Blank the screen; any key brings it back"),
    bind(C::Everywhere, &[key('/')],           A::Find,                   "find",         "Find a resident; on triage list whom the words fit: name, code, coach, class, prompt, new, undecided, remediation, mine"),
    bind(C::Everywhere, &[key('?')],           A::Help,                   "keys",         "Show the keys of this screen"),
    bind(C::Everywhere, &[key(':')],           A::Palette,                "actions",      "List every action"),
    bind(C::Everywhere, &[key('A')],           A::Answer,                 "",             "Answer what was released, as the resident or in the resident's place: read, a statement, an appeal"),
    bind(C::Everywhere, &[key('W')],           A::WriteScreen,            "",             "Write what the screen says into a file, over none"),
    bind(C::Everywhere, &[ctrl('b')],          A::WriteBrief,             "",             "Write the resident's brief into a file, over none; that is a look"),
    bind(C::Everywhere, &[ctrl('y')],          A::WriteCopy,              "",             "Write the resident's own copy, as far as released, into a file, over none; that is a look"),
    bind(C::Everywhere, &[ctrl('e')],          A::WriteMinutes,           "",             "Write the minutes of the meeting that is read, else of the last, into a file, over none"),
    bind(C::Everywhere, &[key('T')],           A::Themes,                 "",             "Choose a theme: dark, light, contrast, mono, linear, or one of your own"),
    bind(C::Everywhere, &[ESC],                A::Back,                   "back",         "Go back"),
    bind(C::Everywhere, &[key('q'), ctrl('c')], A::Quit,                  "leave",        "Leave; a draft is kept. Asked once while a meeting is held, except by Ctrl-C"),
    bind(C::Everywhere, &[ctrl('z')],          A::Suspend,                "",             "Stop, and let the shell go on; a draft is kept"),

    bind(C::Help,       &[ESC],                A::Back,                   "close",        "Close the keys"),
    bind(C::Help,       &[DOWN],               A::Down,                   "more",         "Go down"),
    bind(C::Help,       &[UP],                 A::Up,                     "",             "Go up"),
    bind(C::Help,       &[PAGE_DOWN],          A::PageDown,               "",             "Go down by ten"),
    bind(C::Help,       &[PAGE_UP],            A::PageUp,                 "",             "Go up by ten"),
    bind(C::Program,    &[key('a')],           A::Acknowledge,            "acknowledge",  "Acknowledge what is asked of the program, with a reason"),
    bind(C::Program,    &[key('x')],           A::Revoke,                 "take back",    "Take back the answer that stands, with a reason"),
    bind(C::Program,    &[DOWN, key('j')],     A::Down,                   "next",         "Go to the next one"),
    bind(C::Program,    &[UP, key('k')],       A::Up,                     "",             "Go to the one before"),
    bind(C::Program,    &[ESC, key('C'), key('q')], A::Back,              "close",        "Close the list"),
    bind(C::Bearing,    &[DOWN, key('j')],     A::Down,                   "more",         "Read on by a line"),
    bind(C::Bearing,    &[UP, key('k')],       A::Up,                     "",             "Read back by a line"),
    bind(C::Bearing,    &[PAGE_DOWN],          A::PageDown,               "",             "Read on by ten lines"),
    bind(C::Bearing,    &[PAGE_UP],            A::PageUp,                 "",             "Read back by ten lines"),
    bind(C::Bearing,    &[ESC, key('V'), key('q')], A::Back,              "close",        "Close what the data can bear"),
    bind(C::Palette,    &[ENTER],              A::Open,                   "do it",        "Do what is selected"),
    bind(C::Palette,    &[DOWN],               A::Down,                   "choose",       "Go down"),
    bind(C::Palette,    &[UP],                 A::Up,                     "",             "Go up"),
    bind(C::Palette,    &[ESC],                A::Back,                   "close",        "Close the actions"),
    bind(C::Find,       &[ENTER],              A::Open,                   "open",         "Open the selected resident"),
    bind(C::Find,       &[DOWN],               A::Down,                   "choose",       "Go down"),
    bind(C::Find,       &[UP],                 A::Up,                     "",             "Go up"),
    bind(C::Find,       &[ESC],                A::Back,                   "close",        "Close the search"),
    bind(C::Themes,     &[ENTER],              A::Open,                   "wear it",      "Wear the theme until the review ends"),
    bind(C::Themes,     &[DOWN, key('j')],     A::Down,                   "next",         "Look at the next theme"),
    bind(C::Themes,     &[UP, key('k')],       A::Up,                     "",             "Look at the theme before"),
    bind(C::Themes,     &[ESC],                A::Back,                   "as it was",    "Leave the theme as it was"),
    bind(C::Filter,     &[ENTER],              A::Open,                   "open",         "Open the selected resident"),
    bind(C::Filter,     &[TAB],                A::KeepFilter,             "keep the list", "Go on with the list as it is"),
    bind(C::Filter,     &[DOWN],               A::Down,                   "choose",       "Go down"),
    bind(C::Filter,     &[UP],                 A::Up,                     "",             "Go up"),
    bind(C::Filter,     &[PAGE_DOWN],          A::PageDown,               "",             "Go down by ten"),
    bind(C::Filter,     &[PAGE_UP],            A::PageUp,                 "",             "Go up by ten"),
    bind(C::Filter,     &[ESC],                A::Back,                   "everyone",     "List everyone again"),
    bind(C::Reason,     &[ENTER],              A::Open,                   "record",       "Go on to the words; on them, record it, or read it back"),
    bind(C::Reason,     &[ctrl('s')],          A::Seal,                   "",             "Record it, or read it back, from whatever line"),
    bind(C::Reason,     &[TAB, DOWN],          A::NextField,              "next line",    "Go to the next line: what a remark rests on, who is recused, how an appeal ends"),
    bind(C::Reason,     &[BACKTAB, UP],        A::PreviousField,          "",             "Go to the line before"),
    bind(C::Reason,     &[LEFT],               A::Left,                   "",             "Choose the one before"),
    bind(C::Reason,     &[RIGHT],              A::Right,                  "",             "Choose the next one"),
    bind(C::Reason,     &[ESC],                A::Back,                   "leave it",     "Record nothing"),

    bind(C::Question,   &[ESC],                A::Back,                   "not yet",      "Leave it undone"),

    bind(C::Writing,    &[LEFT, ctrl('b')],    A::Edit(E::CharLeft),      "",             "Go one character to the left"),
    bind(C::Writing,    &[RIGHT, ctrl('f')],   A::Edit(E::CharRight),     "",             "Go one character to the right"),
    bind(C::Writing,    &[ctrl_named(KeyCode::Left)], A::Edit(E::WordLeft), "",           "Go one word to the left"),
    bind(C::Writing,    &[ctrl_named(KeyCode::Right)], A::Edit(E::WordRight), "",         "Go one word to the right"),
    bind(C::Writing,    &[HOME, ctrl('a')],    A::Edit(E::Start),         "",             "Go to the beginning of the line"),
    bind(C::Writing,    &[END, ctrl('e')],     A::Edit(E::End),           "",             "Go to the end of the line"),
    bind(C::Writing,    &[BACKSPACE, ctrl('h')], A::Edit(E::EraseLeft),   "",             "Erase the character before; on a card and among milestones, empty the row"),
    bind(C::Writing,    &[DELETE, ctrl('d')],  A::Edit(E::EraseRight),    "",             "Erase the character under the cursor"),
    bind(C::Writing,    &[ctrl('w')],          A::Edit(E::EraseWord),     "",             "Erase the word before"),
    bind(C::Writing,    &[ctrl('k')],          A::Edit(E::EraseToEnd),    "",             "Erase to the end of the line"),
    bind(C::Writing,    &[ctrl('u')],          A::Edit(E::EraseAll),      "",             "Empty the line"),
];
