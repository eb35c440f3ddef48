//! Standard output and standard error. The only place that prints.

use std::io::{self, IsTerminal as _, Write as _};

use super::exit::Exit;
use crate::{report::Style, text::Mistake};

/// Writes to standard output. A reader that went away (`| head`) is no failure.
pub(super) fn out(text: &str) -> Exit {
    bytes(text.as_bytes())
}

/// Writes what need not be text to standard output.
pub(super) fn bytes(bytes: &[u8]) -> Exit {
    let mut stdout = io::stdout().lock();
    ended(stdout.write_all(bytes).and_then(|()| stdout.flush()))
}

/// Writes line by line to standard output, and stops when the reader went away.
pub(super) fn lines(mut lines: impl Iterator<Item = String>) -> Exit {
    let mut stdout = io::BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let written = lines.try_for_each(|line| stdout.write_all(line.as_bytes()));
    ended(written.and_then(|()| stdout.flush()))
}

/// The exit code after writing to standard output.
fn ended(written: io::Result<()>) -> Exit {
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            err(&format!("guiju：写不出结果：{}\n", super::files::reason(&error)));
            Exit::Failed
        }
        _ => Exit::Clean,
    }
}

/// Writes to standard error; there is nobody left to tell when that fails.
pub(super) fn err(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Shows mistakes in files that a user wrote, and gives the exit code for them.
pub(super) fn mistakes(mistakes: &[Mistake]) -> Exit {
    if mistakes.is_empty() {
        return Exit::Clean;
    }
    err(&crate::report::mistakes(mistakes, style(io::stderr().is_terminal())));
    Exit::Failed
}

/// The style for standard output: colours only on a terminal that wants them, lines as wide as it is.
pub(super) fn stdout_style() -> Style {
    style(io::stdout().is_terminal())
}

fn style(terminal: bool) -> Style {
    let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    Style { color: terminal && !plain, width: columns.filter(|_| terminal).unwrap_or(80) }
}
