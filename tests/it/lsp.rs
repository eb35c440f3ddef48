//! The language server, over its standard input and output, as an editor talks to it.

use std::{
    collections::BTreeSet,
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    time::Duration,
};

use serde_json::{Value, json};

use crate::{program::guiju, regions::seen};

/// An editor that has started the server.
struct Editor {
    child: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    next: i64,
    /// What came while something else was waited for.
    kept: Vec<Value>,
}

impl Editor {
    fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_guiju"))
            .arg("lsp")
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let (send, messages) = channel();
        std::thread::spawn(move || {
            loop {
                let mut length = 0;
                let mut line = String::new();
                while output.read_line(&mut line).unwrap_or(0) > 0 && line.trim() != "" {
                    if let Some(value) = line.trim().strip_prefix("Content-Length: ") {
                        length = value.parse().unwrap();
                    }
                    line.clear();
                }
                let mut body = vec![0; length];
                if length == 0 || output.read_exact(&mut body).is_err() {
                    return;
                }
                let _ = send.send(serde_json::from_slice(&body).unwrap());
            }
        });
        let input = child.stdin.take();
        Self { child, input, messages, next: 0, kept: Vec::new() }
    }

    /// Started, and told what the editor can do.
    fn with(arguments: &[&str], encodings: &[&str]) -> (Self, Value) {
        let mut editor = Self::start(arguments);
        let answer = editor.ask(
            "initialize",
            json!({ "processId": null, "rootUri": null, "capabilities": {
                "general": { "positionEncodings": encodings },
                "textDocument": { "publishDiagnostics": { "relatedInformation": true } },
                "window": { "showDocument": { "support": true } },
                "workspace": { "workspaceEdit": { "documentChanges": true },
                    "didChangeWatchedFiles": { "dynamicRegistration": true } } } }),
        );
        editor.tell("initialized", json!({}));
        (editor, answer["result"].clone())
    }

    fn raw(&mut self, body: &str) {
        let input = self.input.as_mut().unwrap();
        write!(input, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
        input.flush().unwrap();
    }

    fn tell(&mut self, method: &str, params: Value) {
        self.raw(&json!({ "jsonrpc": "2.0", "method": method, "params": params }).to_string());
    }

    /// The next message that `wanted` wants.
    fn wait(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.kept.iter().position(&wanted) {
            return self.kept.remove(at);
        }
        loop {
            let message = self.messages.recv_timeout(Duration::from_secs(120)).unwrap();
            if wanted(&message) {
                return message;
            }
            self.kept.push(message);
        }
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.next += 1;
        let id = self.next;
        self.raw(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }).to_string());
        self.wait(|message| message["id"] == id && message.get("method").is_none())
    }

    fn open(&mut self, uri: &str, language: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": language, "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// What is said of `uri` next.
    fn diagnostics(&mut self, uri: &str) -> Vec<Value> {
        let message = self.wait(|message| {
            message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == uri
        });
        message["params"]["diagnostics"].as_array().unwrap().clone()
    }

    fn opened(&mut self, uri: &str, language: &str, text: &str) -> Vec<Value> {
        self.open(uri, language, text);
        self.diagnostics(uri)
    }

    /// Replaces the whole text.
    fn rewrite(&mut self, uri: &str, version: i32, text: &str) {
        let params = json!({ "textDocument": { "uri": uri, "version": version },
            "contentChanges": [{ "text": text }] });
        self.tell("textDocument/didChange", params);
    }

    fn actions(&mut self, uri: &str, range: &Value, only: &[&str]) -> Vec<Value> {
        let mut context = json!({ "diagnostics": [] });
        if !only.is_empty() {
            context["only"] = json!(only);
        }
        let answer = self.ask(
            "textDocument/codeAction",
            json!({ "textDocument": { "uri": uri }, "range": range, "context": context }),
        );
        answer["result"].as_array().unwrap().clone()
    }

    fn completions(&mut self, uri: &str, line: usize, character: usize) -> Vec<Value> {
        let answer = self.ask(
            "textDocument/completion",
            json!({ "textDocument": { "uri": uri }, "position": { "line": line, "character": character } }),
        );
        answer["result"]["items"].as_array().cloned().unwrap_or_default()
    }

    /// Says good-bye, and gives the exit code.
    fn leave(mut self) -> i32 {
        assert_eq!(self.ask("shutdown", Value::Null)["result"], Value::Null);
        self.tell("exit", Value::Null);
        self.child.wait().unwrap().code().unwrap()
    }
}

fn uri(path: &Path) -> String {
    let encoded = |byte: u8| match byte {
        b'/' | b'.' | b'-' | b'_' => char::from(byte).to_string(),
        _ if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    format!("file://{}", path.to_str().unwrap().bytes().map(encoded).collect::<String>())
}

/// The byte of a line and column in `text`, counted in `encoding`, without the program's help.
fn byte(text: &str, at: &Value, encoding: &str) -> usize {
    let number = |key: &str| usize::try_from(at[key].as_u64().unwrap()).unwrap();
    let start: usize = text.split_inclusive('\n').take(number("line")).map(str::len).sum();
    let mut left = number("character");
    let mut byte = start;
    for c in text[start..].chars() {
        if left == 0 {
            break;
        }
        left -= match encoding {
            "utf-8" => c.len_utf8(),
            "utf-16" => c.len_utf16(),
            _ => 1,
        };
        byte += c.len_utf8();
    }
    assert_eq!(left, 0, "the column lies in the text");
    byte
}

fn slice<'t>(text: &'t str, range: &Value, encoding: &str) -> (&'t str, usize, usize) {
    let (start, end) = (byte(text, &range["start"], encoding), byte(text, &range["end"], encoding));
    (&text[start..end], start, end)
}

/// A finding as far as both sides tell it: rule, first byte, byte after the last one, level.
type Told = (String, usize, usize, u64);

fn of_report(report: &Value) -> BTreeSet<Told> {
    let findings = report["findings"].as_array().unwrap().iter();
    let told = |finding: &Value| {
        let at = |end: &str| usize::try_from(finding[end]["byte"].as_u64().unwrap()).unwrap();
        let level = ["error", "warning", "advice"].iter().position(|level| finding["level"] == *level);
        let code = finding["rule"].as_str().unwrap().to_owned();
        (code, at("start"), at("end"), 1 + u64::try_from(level.unwrap()).unwrap())
    };
    findings.map(told).collect()
}

/// The text files of tests/content, with their text decoded as an editor would.
fn texts() -> Vec<(PathBuf, String, Value)> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir("tests/content").unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension != "docx"));
    paths.sort();
    let read = |path: PathBuf| {
        let report: Value =
            serde_json::from_str(&guiju(&["lint", "--format", "json", path.to_str().unwrap()]).stdout)
                .unwrap();
        let label = report["documents"][0]["encoding"].as_str().unwrap().to_owned();
        let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap();
        let text = encoding.decode(&fs::read(&path).unwrap()).0.into_owned();
        (fs::canonicalize(path).unwrap(), text, report)
    };
    paths.into_iter().map(read).collect()
}

#[test]
fn the_same_findings_as_the_command_line_in_every_encoding() {
    let texts = texts();
    assert!(texts.len() >= 10);
    let (mut places, mut rare) = (0, 0);
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let (mut editor, result) = Editor::with(&[], &[encoding]);
        assert_eq!(result["capabilities"]["positionEncoding"], encoding);
        for (path, text, report) in &texts {
            let uri = uri(path);
            let language = match path.extension().unwrap().to_str().unwrap() {
                "md" => "markdown",
                "html" => "html",
                _ => "plaintext",
            };
            let diagnostics = editor.opened(&uri, language, text);
            let words: BTreeSet<(String, String)> = report["findings"]
                .as_array()
                .unwrap()
                .iter()
                .map(|finding| {
                    let words = seen(finding["text"].as_str().unwrap());
                    (finding["rule"].as_str().unwrap().to_owned(), words)
                })
                .collect();
            let mut told = BTreeSet::new();
            for diagnostic in diagnostics.iter().filter(|diagnostic| diagnostic.get("code").is_some()) {
                let code = diagnostic["code"].as_str().unwrap().to_owned();
                let (slice, start, end) = slice(text, &diagnostic["range"], encoding);
                assert!(words.contains(&(code.clone(), seen(slice))), "{code}: {slice}");
                told.insert((code, start, end, diagnostic["severity"].as_u64().unwrap()));
                let line = text[..start].rsplit('\n').next().unwrap();
                rare += usize::from(line.contains('𠮷'));
                places += 1;
            }
            assert_eq!(told, of_report(report), "{}", path.display());
            let related = |place: &Value| slice(text, &place["location"]["range"], encoding).0.to_owned();
            let related: BTreeSet<String> = diagnostics
                .iter()
                .flat_map(|diagnostic| {
                    diagnostic["relatedInformation"].as_array().cloned().unwrap_or_default()
                })
                .map(|place| seen(&related(&place)))
                .collect();
            let expected: BTreeSet<String> = report["findings"]
                .as_array()
                .unwrap()
                .iter()
                .flat_map(|finding| finding["related"].as_array().unwrap())
                .map(|place| seen(place["text"].as_str().unwrap()))
                .collect();
            assert_eq!(related, expected, "{}", path.display());
        }
        assert_eq!(editor.leave(), 0);
    }
    assert!(places >= 45, "{places} places");
    assert!(rare >= 6, "{rare} places behind a character beyond the basic plane");
}
