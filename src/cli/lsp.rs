//! `lsp`: the language server on standard input and standard output.

use std::{
    io::{self, BufRead, Read as _},
    thread,
};

use crossbeam_channel::unbounded;
use lsp_server::{Connection, Message};

use super::{args::LspArgs, desk::FileDesk, exit::Exit, output};
use crate::lsp;

/// A message longer than this is no editor's.
const LONGEST_MESSAGE: u64 = 64 << 20;

pub(super) fn run(args: LspArgs) -> Exit {
    let desk = FileDesk::new(args);
    let (to_editor, outgoing) = unbounded::<Message>();
    let (incoming, from_editor) = unbounded();
    // Nobody waits for this thread: standard input may stay open after the editor has said good-bye.
    thread::spawn(move || {
        let mut input = io::stdin().lock();
        while let Some(message) = next(&mut input) {
            if incoming.send(message).is_err() {
                return;
            }
        }
    });
    let writer = thread::spawn(move || {
        let mut stdout = io::stdout().lock();
        // An editor that is gone is noticed on standard input.
        let _ = outgoing.into_iter().try_for_each(|message| message.write(&mut stdout));
    });
    let connection = Connection { sender: to_editor, receiver: from_editor };
    let said_goodbye = lsp::serve(&connection, &desk);
    drop(connection);
    let _ = writer.join();
    if said_goodbye { Exit::Clean } else { Exit::Findings }
}

/// The next message that can be read; `None` at the end of the input. What is no message is passed over: one slip of an editor
/// must not end the conversation.
fn next(input: &mut impl BufRead) -> Option<Message> {
    loop {
        let mut length: Option<u64> = None;
        loop {
            let mut line = Vec::new();
            // A line without an end is not waited for for ever.
            if input.by_ref().take(1 << 12).read_until(b'\n', &mut line).ok()? == 0 {
                return None;
            }
            let line = String::from_utf8_lossy(&line);
            match line.trim().split_once(':') {
                Some((name, value)) if name.trim().eq_ignore_ascii_case("content-length") => {
                    length = value.trim().parse().ok();
                }
                None if line.trim().is_empty() && length.is_some() => break,
                _ => {}
            }
        }
        let length = length.unwrap_or_default();
        let mut body = input.by_ref().take(length);
        if length > LONGEST_MESSAGE {
            io::copy(&mut body, &mut io::sink()).ok()?;
            output::err("guiju：编辑器发来的消息太长，已跳过。\n");
            continue;
        }
        let mut bytes = Vec::new();
        body.read_to_end(&mut bytes).ok()?;
        match serde_json::from_slice(&bytes) {
            Ok(message) => return Some(message),
            Err(error) => output::err(&format!("guiju：编辑器发来的消息读不懂，已跳过：{error}\n")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_message_is_passed_over() {
        let good = r#"{"jsonrpc":"2.0","method":"initialized"}"#;
        let framed = |body: &str| format!("Content-Length: {}\r\n\r\n{body}", body.len());
        let input = [
            framed("{ broken"),
            "no header\r\n".to_owned(),
            framed("[1]"),
            "Content-Length: 甲\r\n\r\n".to_owned(),
            framed(good),
        ];
        let mut input = io::Cursor::new(input.concat());
        assert!(matches!(next(&mut input), Some(Message::Notification(n)) if n.method == "initialized"));
        assert!(next(&mut input).is_none());
    }
}
