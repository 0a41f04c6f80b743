//! Takes the terminal and gives it back exactly once, whatever happens in between.

use std::io::{self, IsTerminal as _};
use std::panic;
use std::sync::atomic::{AtomicBool, Ordering};

use color_eyre::Result;
use color_eyre::eyre::{WrapErr as _, bail};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::execute;
use ratatui::DefaultTerminal;

static INSIDE: AtomicBool = AtomicBool::new(false);

/// Runs `work` on the alternate screen.
///
/// A panic on any thread leaves the screen first and is then reported by the hook that was installed
/// before, which is why color-eyre must already be in place.
pub fn with<T>(work: impl FnOnce(&mut DefaultTerminal) -> Result<T>) -> Result<T> {
    if !io::stdout().is_terminal() || !io::stdin().is_terminal() {
        bail!("the review needs a terminal; for a pipe or a screen reader use --plain SCREEN");
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
