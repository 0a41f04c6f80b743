//! A pseudo-terminal with the program in it: keys in, a screen and raw bytes out.

use std::io::{Read as _, Write};
use std::path::Path;
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, ExitStatus, MasterPty, PtySize, SlavePty, native_pty_system};

/// How long anything may take before it counts as not happening.
const PATIENCE: Duration = Duration::from_mins(1);

/// What a quick hand leaves from key to key.
const QUICK: Duration = Duration::from_millis(60);
/// What a hand leaves that reads before it confirms.
const READ: Duration = Duration::from_millis(500);

pub const ENTER: &str = "\r";
pub const ESC: &str = "\u{1b}";
pub const TAB: &str = "\t";
pub const RIGHT: &str = "\u{1b}[C";
pub const CTRL_C: &str = "\u{3}";
pub const CTRL_L: &str = "\u{c}";
pub const CTRL_S: &str = "\u{13}";
pub const CTRL_T: &str = "\u{14}";

/// What has come out of the program so far.
struct Output {
    raw: Vec<u8>,
    parser: vt100::Parser,
    /// Nothing more will come.
    closed: bool,
    /// The reader is to let go of the terminal too.
    hung_up: bool,
}

type Shared = Arc<(Mutex<Output>, Condvar)>;
type Writer = Arc<Mutex<Option<Box<dyn Write + Send>>>>;

/// How a terminal answers what it is asked.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    /// How many columns further than it is counted the cursor stands; `None` where it is not told.
    pub wider: Option<u16>,
    /// What it says of its ground, whole.
    pub ground: &'static str,
    /// What it says of the colour that was set, whole.
    pub colour: &'static str,
    /// So long it takes to answer.
    pub after: Duration,
}

impl Manner {
    /// It tells where the cursor is, and nothing else.
    pub const USUAL: Self = Self { wider: Some(0), ground: "", colour: "", after: Duration::ZERO };
    /// It answers nothing.
    pub const SILENT: Self = Self { wider: None, ..Self::USUAL };

    /// Returns what is answered to these bytes, where `parser` stands behind them.
    fn answer(self, asked: &[u8], parser: &vt100::Parser) -> Vec<u8> {
        let has = |question: &[u8]| asked.windows(question.len()).any(|it| it == question);
        let mut answers = Vec::new();
        if has(b"\x1b]11;?") {
            answers.extend(self.ground.bytes());
        }
        if has(b"\x1bP$qm") {
            answers.extend(self.colour.bytes());
        }
        if let (true, Some(wider)) = (has(b"\x1b[6n"), self.wider) {
            let (row, column) = parser.screen().cursor_position();
            answers.extend(format!("\x1b[{};{}R", row + 1, column + 1 + wider).bytes());
        }
        answers
    }
}

/// The program in a terminal of its own.
pub struct Terminal {
    output: Shared,
    writer: Writer,
    master: Option<Box<dyn MasterPty + Send>>,
    /// Held so that the terminal's settings can still be read when the program has gone.
    slave: Option<Box<dyn SlavePty + Send>>,
    ended: Receiver<ExitStatus>,
    process: u32,
    /// Keys pressed, typed text not counted.
    pub pressed: usize,
}

impl Terminal {
    /// Starts `trellis review CASES --as lin` in a terminal of `cols` × `rows`.
    pub fn review(cases: &Path, size: (u16, u16), further: &[&str], env: &[(&str, &str)]) -> Self {
        Self::signing(cases, ("lin", &crate::ledger::samples::key_file("lin")), size, further, env)
    }

    /// Starts `trellis review CASES` as somebody with a key.
    pub fn signing(
        cases: &Path,
        (who, key): (&str, &Path),
        (cols, rows): (u16, u16),
        further: &[&str],
        env: &[(&str, &str)],
    ) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_trellis"));
        command.arg("review");
        command.arg(cases);
        command.args(["--as", who]);
        command.args(further);
        dressed(&mut command, key, env);
        Self::start(command, cols, rows, Manner::USUAL)
    }

    /// Starts `trellis review CASES` in a terminal that answers in its own manner.
    pub fn answering(cases: &Path, (cols, rows): (u16, u16), manner: Manner, env: &[(&str, &str)]) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_trellis"));
        command.arg("review");
        command.arg(cases);
        command.args(["--as", "lin"]);
        dressed(&mut command, &crate::ledger::samples::key_file("lin"), env);
        Self::start(command, cols, rows, manner)
    }

    /// Starts the review of `cases` as lin by another program; `$REVIEW` among its arguments is the command line.
    pub fn under(cases: &Path, (cols, rows): (u16, u16), launcher: &[&str]) -> Self {
        let review = command_line(cases);
        let mut command = CommandBuilder::new(launcher[0]);
        command.args(launcher[1..].iter().map(|argument| argument.replace("$REVIEW", &review)));
        dressed(&mut command, &crate::ledger::samples::key_file("lin"), &[]);
        Self::start(command, cols, rows, Manner::USUAL)
    }

    /// Starts a shell that knows the command line of the review as `$REVIEW`.
    pub fn shell(cases: &Path, (cols, rows): (u16, u16)) -> Self {
        let mut command = CommandBuilder::new("bash");
        command.args(["--norc", "--noprofile", "-i"]);
        let env = [("REVIEW", command_line(cases)), ("PS1", "$ ".to_owned())];
        let env: Vec<_> = env.iter().map(|(name, value)| (*name, value.as_str())).collect();
        dressed(&mut command, &crate::ledger::samples::key_file("lin"), &env);
        Self::start(command, cols, rows, Manner::USUAL)
    }

    fn start(command: CommandBuilder, cols: u16, rows: u16, manner: Manner) -> Self {
        let pair = native_pty_system().openpty(size(cols, rows)).unwrap();
        let mut child = pair.slave.spawn_command(command).unwrap();
        let process = child.process_id().unwrap();
        let (tell, ended) = channel();
        thread::spawn(move || tell.send(child.wait().unwrap()));
        let parser = parser(cols, rows);
        let output: Shared = Arc::new((
            Mutex::new(Output { raw: Vec::new(), parser, closed: false, hung_up: false }),
            Condvar::new(),
        ));
        let mut reader = pair.master.try_clone_reader().unwrap();
        let into = Arc::clone(&output);
        let writer: Writer = Arc::new(Mutex::new(Some(pair.master.take_writer().unwrap())));
        let answers = Arc::clone(&writer);
        thread::spawn(move || {
            let mut buffer = vec![0; 1 << 16];
            while let Ok(n @ 1..) = reader.read(&mut buffer) {
                let mut output = into.0.lock().unwrap();
                output.raw.extend_from_slice(&buffer[..n]);
                output.parser.process(&buffer[..n]);
                into.1.notify_all();
                if output.hung_up {
                    break;
                }
                let answer = manner.answer(&buffer[..n], &output.parser);
                drop(output);
                if !answer.is_empty() {
                    let answers = Arc::clone(&answers);
                    thread::spawn(move || {
                        thread::sleep(manner.after);
                        write_to(&answers, &answer);
                    });
                }
            }
            drop(reader);
            into.0.lock().unwrap().closed = true;
            into.1.notify_all();
        });
        Self {
            output,
            writer,
            master: Some(pair.master),
            slave: Some(pair.slave),
            ended,
            process,
            pressed: 0,
        }
    }

    /// Presses one key, as soon as a quick hand would behind the one before.
    pub fn press(&mut self, key: &str) -> &mut Self {
        self.presses_after(QUICK, key)
    }

    /// Presses the key that confirms what the screen shows, once somebody can have read it.
    pub fn confirm(&mut self, key: &str) -> &mut Self {
        self.presses_after(READ, key)
    }

    /// Presses the key once more that was pressed before, later than a keyboard that repeats it would.
    pub fn again(&mut self, key: &str) -> &mut Self {
        self.presses_after(Duration::from_millis(1100), key)
    }

    fn presses_after(&mut self, pause: Duration, key: &str) -> &mut Self {
        self.pressed += 1;
        thread::sleep(pause);
        self.send(key.as_bytes())
    }

    /// Puts text into a field, faster than a hand: as a paste without brackets.
    pub fn write(&mut self, text: &str) -> &mut Self {
        thread::sleep(QUICK);
        self.send(text.as_bytes())
    }

    pub fn send(&mut self, bytes: &[u8]) -> &mut Self {
        write_to(&self.writer, bytes);
        self
    }

    /// Waits until the screen shows `text`.
    pub fn shows(&mut self, text: &str) -> String {
        self.until(text, |screen| screen.contains(text))
    }

    /// Tells whether the screen shows `text` within a second.
    pub fn comes_soon(&self, text: &str) -> bool {
        let output = self.locked();
        let missing = |output: &mut Output| !output.parser.screen().contents().contains(text);
        let (output, _) = self.output.1.wait_timeout_while(output, Duration::from_secs(1), missing).unwrap();
        output.parser.screen().contents().contains(text)
    }

    /// Waits until the screen no longer shows `text`.
    pub fn loses(&mut self, text: &str) -> String {
        self.until(text, |screen| !screen.contains(text))
    }

    /// Waits until `found` holds of the screen, and returns the screen.
    pub fn until(&mut self, what: &str, found: impl Fn(&str) -> bool) -> String {
        let deadline = Instant::now() + PATIENCE;
        let mut output = self.locked();
        loop {
            let screen = output.parser.screen().contents();
            if found(&screen) {
                return screen;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero() && !output.closed, "{what:?} did not come; the screen:\n{screen}");
            output = self.output.1.wait_timeout(output, left).unwrap().0;
        }
    }

    /// Returns all bytes that came out until now.
    pub fn so_far(&self) -> Vec<u8> {
        self.locked().raw.clone()
    }

    /// Returns the row and the column of the cursor.
    pub fn cursor(&self) -> (u16, u16) {
        self.locked().parser.screen().cursor_position()
    }

    pub fn screen(&self) -> String {
        self.locked().parser.screen().contents()
    }

    fn locked(&self) -> MutexGuard<'_, Output> {
        self.output.0.lock().unwrap()
    }

    pub fn resize(&self, cols: u16, rows: u16) {
        // The new screen is there before the program hears of it, so that nothing that it draws is lost.
        let mut output = self.locked();
        let new = parser(cols, rows);
        // The kernel tells nobody of a size that is as it was: nothing would be drawn again.
        if output.parser.screen().size() != new.screen().size() {
            output.parser = new;
            if let Some(master) = &self.master {
                master.resize(size(cols, rows)).unwrap();
            }
        }
    }

    /// Sends the program a signal by its name.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").args(["-s", name, &self.process.to_string()]).status().unwrap();
        assert!(sent.success(), "kill -s {name}");
    }

    /// Takes the terminal away, as a lost connection does.
    pub fn hang_up(&mut self) {
        self.locked().hung_up = true;
        // A new size makes the program draw, which wakes the reader.
        self.resize(100, 35);
        *self.writer.lock().unwrap() = None;
        self.slave = None;
        self.master = None;
    }

    /// Waits for the program to end.
    pub fn ends(&mut self) -> ExitStatus {
        self.ended
            .recv_timeout(PATIENCE)
            .unwrap_or_else(|_| panic!("it did not end; the screen:\n{}", self.screen()))
    }

    /// Presses Ctrl-C, and waits for the program to end.
    pub fn leaves(&mut self) -> ExitStatus {
        self.press(CTRL_C);
        self.ends()
    }

    /// Tells whether the program has ended by itself.
    pub fn has_ended(&self) -> Option<ExitStatus> {
        self.ended.try_recv().ok()
    }

    /// Returns all bytes, once the program has ended and everything is read.
    pub fn raw(&mut self) -> Vec<u8> {
        self.slave = None;
        let output = self.locked();
        let (output, waited) = self.output.1.wait_timeout_while(output, PATIENCE, |o| !o.closed).unwrap();
        assert!(!waited.timed_out(), "the terminal was not closed");
        output.raw.clone()
    }

    /// Checks that the screen was left exactly once, with the cursor shown and lines read as before.
    pub fn is_clean(&mut self) {
        let modes =
            self.master.as_ref().and_then(|master| master.get_termios()).map(|modes| modes.local_flags);
        let modes = format!("{modes:?}");
        assert!(modes.contains("ICANON") && modes.contains("ECHO"), "raw mode is still on: {modes}");
        let raw = self.raw();
        let count = |sequence: &[u8]| raw.windows(sequence.len()).filter(|w| w == &sequence).count();
        assert_eq!((count(b"\x1b[?1049h"), count(b"\x1b[?1049l")), (1, 1), "entered and left once");
        let output = self.locked();
        let screen = output.parser.screen();
        assert!(!screen.alternate_screen() && !screen.hide_cursor(), "the cursor or the screen is not back");
        assert!(!screen.bracketed_paste(), "pasted text would still come in brackets");
    }
}

fn write_to(writer: &Writer, bytes: &[u8]) {
    if let Some(writer) = writer.lock().unwrap().as_mut() {
        // A program that has ended takes no keys.
        let _ = writer.write_all(bytes).and_then(|()| writer.flush());
    }
}

/// The review of `cases` as lin, as one types it.
fn command_line(cases: &Path) -> String {
    format!("{} review {} --as lin", env!("CARGO_BIN_EXE_trellis"), cases.display())
}

/// Sets what a terminal says of itself, and the key that signs.
fn dressed(command: &mut CommandBuilder, key: &Path, env: &[(&str, &str)]) {
    command.env("TRELLIS_KEY", key);
    command.env("XDG_STATE_HOME", super::state_home());
    command.env_remove("NO_COLOR");
    command.env_remove("TMUX");
    let plain = [("TERM", "xterm-256color"), ("LANG", "C.UTF-8"), ("LC_ALL", "C.UTF-8")];
    for (name, value) in plain.iter().chain(env) {
        command.env(name, value);
    }
}

fn parser(cols: u16, rows: u16) -> vt100::Parser {
    vt100::Parser::new(rows.try_into().unwrap(), cols.try_into().unwrap(), 0)
}

fn size(cols: u16, rows: u16) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}
