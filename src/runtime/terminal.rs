//! Takes the terminal and gives it back exactly once, whatever happens in between.

use std::io::{self, IsTerminal as _};
use std::panic;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use color_eyre::Result;
use color_eyre::eyre::{WrapErr as _, bail};
use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::execute;
use crossterm::terminal::{EnterAlternateScreen, disable_raw_mode, enable_raw_mode};
use ratatui::DefaultTerminal;

static INSIDE: AtomicBool = AtomicBool::new(false);

/// By then a stop has reached every thread.
const TOLD: Duration = Duration::from_millis(100);

/// Runs `work` on the alternate screen.
///
/// A panic on any thread leaves the screen first and is then reported by the hook that was installed
/// before, which is why color-eyre must already be in place.
pub fn with<T>(work: impl FnOnce(&mut DefaultTerminal) -> Result<T>) -> Result<T> {
    if !io::stdout().is_terminal() || !io::stdin().is_terminal() {
        bail!("the review needs a terminal; for a pipe or a screen reader use --plain SCREEN");
    }
    if cannot_draw() {
        bail!("this terminal only prints lines; for it, and for a screen reader, use --plain SCREEN");
    }
    let report = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        leave();
        report(info);
    }));
    let mut screen = ratatui::try_init().wrap_err("the terminal could not be prepared")?;
    INSIDE.store(true, Ordering::Release);
    let done =
        execute!(io::stdout(), EnableBracketedPaste).map_err(Into::into).and_then(|()| work(&mut screen));
    leave();
    if screen.show_cursor().is_err() {
        // Its own end would say on a terminal that is lost that it is, and panic over it.
        std::mem::forget(screen);
    }
    done
}

fn leave() {
    // A second leave would move the cursor back over whatever was printed in between.
    if INSIDE.swap(false, Ordering::AcqRel) {
        let _ = execute!(io::stdout(), DisableBracketedPaste);
        // Not `restore`, which would say on a terminal that is lost that it is, and panic over it.
        let _ = ratatui::try_restore();
    }
}

/// Tells whether the terminal is said to know no cursor.
#[expect(clippy::disallowed_methods, reason = "the runtime is where the terminal's name is read")]
fn cannot_draw() -> bool {
    std::env::var_os("TERM").is_none_or(|name| name.is_empty() || name == "dumb" || name == "unknown")
}

/// Tells whether the terminal still answers.
pub fn is_there() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}

/// Gives the terminal back and stops the whole job, as the terminal does for Ctrl-z where it reads lines, until a shell
/// goes on with it. Where no shell could, the system does not stop it, and the review is there again.
pub fn stop(screen: &mut DefaultTerminal) -> Result<()> {
    leave();
    let _ = execute!(io::stdout(), Show);
    rustix::process::kill_current_process_group(rustix::process::Signal::TSTP)
        .wrap_err("the program could not be stopped")?;
    // Another thread may be the one that is told; nothing is drawn before the stop.
    std::thread::sleep(TOLD);
    take_again(screen)
}

/// Gives the terminal to another program that asks in it.
pub fn give_away() {
    leave();
    let _ = execute!(io::stdout(), Show);
}

/// Takes the terminal again after a stop, whatever others did with it in between, and draws everything anew.
pub fn take_again(screen: &mut DefaultTerminal) -> Result<()> {
    // Raw mode is only set where it is known to be off; a shell has set modes of its own.
    let _ = disable_raw_mode();
    enable_raw_mode().wrap_err("the terminal could not be prepared")?;
    execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste, Hide)?;
    INSIDE.store(true, Ordering::Release);
    draws_anew(screen)
}

/// Clears the screen, so that the next frame is drawn whole.
///
/// `Terminal::clear` would ask the terminal where its cursor is, and wait for the thread that reads keys.
pub fn draws_anew(screen: &mut DefaultTerminal) -> Result<()> {
    let size = screen.size().wrap_err("the terminal does not tell its size")?;
    screen.resize(size.into()).wrap_err("the terminal could not be drawn to")
}
