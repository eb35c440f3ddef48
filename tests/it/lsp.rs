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

const GUIDE: &str = "# 居住证办事指南𠮷\r\n\r\n## 申请材料\r\n\r\n1. 身份证复印件；𠮷其他有关材料。\r\n\r\n法定时限：20 个工作日。承诺时限：30 个工作日。\r\n\r\n依据《限时办结制度》第三条办理。\r\n";

/// Where `words` stand in [`GUIDE`], in UTF-16.
fn range_of(text: &str, words: &str) -> Value {
    let at = |byte: usize| {
        let line = text[..byte].matches('\n').count();
        let before = text[..byte].rsplit('\n').next().unwrap();
        json!({ "line": line, "character": before.encode_utf16().count() })
    };
    let start = text.find(words).unwrap();
    json!({ "start": at(start), "end": at(start + words.len()) })
}

fn codes(diagnostics: &[Value]) -> BTreeSet<&str> {
    diagnostics.iter().filter_map(|diagnostic| diagnostic["code"].as_str()).collect()
}

/// `text` with the edits of an action.
fn edited(text: &str, action: &Value) -> String {
    let edits = action["edit"]["documentChanges"][0]["edits"].as_array().unwrap();
    let mut out = text.to_owned();
    for edit in edits.iter().rev() {
        let (_, start, end) = slice(text, &edit["range"], "utf-16");
        out.replace_range(start..end, edit["newText"].as_str().unwrap());
    }
    out
}

#[test]
fn hover_fixes_silences_and_articles() {
    let (mut editor, result) = Editor::with(&[], &["utf-16"]);
    assert_eq!(result["capabilities"]["positionEncoding"], "utf-16");
    let uri = "untitled:Untitled-1";
    let text = GUIDE.replace("身份证复印件", "营业执照付本");
    let diagnostics = editor.opened(uri, "markdown", &text);
    assert!(codes(&diagnostics).is_superset(&BTreeSet::from(["C03", "D01"])), "{diagnostics:#?}");

    let place = range_of(&text, "其他有关材料");
    let hover = |editor: &mut Editor, at: &Value| {
        let params = json!({ "textDocument": { "uri": uri }, "position": at });
        editor.ask("textDocument/hover", params)["result"].clone()
    };
    let shown = hover(&mut editor, &place["start"]);
    let words = shown["contents"]["value"].as_str().unwrap();
    assert!(words.contains("C03") && words.contains("为什么") && words.contains("> 《"), "{words}");
    assert_eq!(shown["range"], place);
    let cited = hover(&mut editor, &range_of(&text, "第三条")["start"]);
    let words = cited["contents"]["value"].as_str().unwrap();
    assert!(words.contains("限时办结制度") && words.contains("> "), "{words}");
    assert_eq!(hover(&mut editor, &json!({ "line": 1, "character": 0 })), Value::Null);

    let actions = editor.actions(uri, &place, &["quickfix"]);
    let titled =
        |words: &str| actions.iter().find(|action| action["title"].as_str().unwrap().contains(words));
    let silenced = edited(&text, titled("忽略 C03").unwrap());
    assert!(silenced.contains("其他有关材料。<!-- 规矩：忽略 C03 因为 … -->\r\n"), "{silenced}");
    let command = &titled("查看依据").unwrap()["command"];
    let params = json!({ "command": command["command"], "arguments": command["arguments"] });
    assert_eq!(editor.ask("workspace/executeCommand", params)["result"], Value::Null);
    let told = editor.wait(|message| message["method"] == "window/showMessage");
    assert!(told["params"]["message"].as_str().unwrap().starts_with('《'));

    // A rule finds several things missing at the title: what is said and done about them is the same, once.
    let title = range_of(&text, "办事指南");
    let at_title = diagnostics.iter().filter(|one| one["range"]["start"]["line"] == title["start"]["line"]);
    assert!(at_title.clone().count() > codes(&at_title.clone().cloned().collect::<Vec<_>>()).len());
    let actions = editor.actions(uri, &title, &["quickfix"]);
    let titles: BTreeSet<&str> = actions.iter().map(|action| action["title"].as_str().unwrap()).collect();
    assert_eq!(titles.len(), actions.len(), "{titles:?}");
    let of = |action: &Value| action["diagnostics"].as_array().unwrap().len();
    let silences = actions.iter().filter(|action| action["title"].as_str().unwrap().starts_with("忽略"));
    assert_eq!(silences.map(of).sum::<usize>(), at_title.count());
    let shown = hover(&mut editor, &title["start"])["contents"]["value"].to_string();
    assert_eq!(shown.matches("guiju explain A13").count(), 1, "{shown}");

    let whole = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } });
    let all = editor.actions(uri, &whole, &["source.fixAll"]);
    let preferred = editor.actions(uri, &whole, &["quickfix"]);
    let preferred: Vec<&Value> = preferred.iter().filter(|action| action["isPreferred"] == true).collect();
    assert!(!preferred.is_empty(), "something is certain");
    assert_eq!(all.len(), 1);
    assert_eq!(all[0]["kind"], "source.fixAll.guiju");
    assert_eq!(all[0]["edit"]["documentChanges"][0]["textDocument"]["version"], 1);
    let mended = edited(&text, &all[0]);
    assert!(mended.contains("𠮷其他有关材料") && mended.contains("营业执照副本"), "{mended}");
    assert!(mended.ends_with("办理。\r\n"));

    // What is typed is examined in its newest version, also by pieces.
    let change = json!({ "range": place, "text": "营业执照" });
    let document = json!({ "uri": uri, "version": 2 });
    editor.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": [change] }));
    editor.rewrite(uri, 3, &text.replace("其他有关材料", "营业执照"));
    let last = editor.wait(|message| message["params"]["version"] == 3);
    assert!(!codes(last["params"]["diagnostics"].as_array().unwrap()).contains("C03"));
    assert_eq!(editor.leave(), 0);
}

#[test]
fn completion_knows_rules_titles_and_articles() {
    let (mut editor, _) = Editor::with(&[], &["utf-8", "utf-16"]);
    let text = "<!-- 规矩：忽略 c0\n依据《限时办\n依据《限时办结制度》第3\n依据《行政许可法》第\n平常的话\n";
    editor.opened("file:///nowhere/a.md", "markdown", text);
    let labels = |editor: &mut Editor, line: usize| -> Vec<String> {
        let end = text.lines().nth(line).unwrap().len();
        let items = editor.completions("file:///nowhere/a.md", line, end);
        items.iter().map(|item| item["label"].as_str().unwrap().to_owned()).collect()
    };
    assert!(labels(&mut editor, 0).contains(&"C03".to_owned()));
    assert!(labels(&mut editor, 1).contains(&"限时办结制度".to_owned()));
    assert_eq!(labels(&mut editor, 2).first().unwrap(), "第三条");
    assert!(labels(&mut editor, 3).contains(&"第八十三条".to_owned()));
    assert_eq!(labels(&mut editor, 4), [""; 0]);
    let item = &editor.completions("file:///nowhere/a.md", 1, "依据《限时办".len())[0]["textEdit"];
    assert_eq!(item["newText"], "限时办结制度》");
    assert_eq!(item["range"]["start"]["character"], "依据《".len());

    let rule = "[[basis]]\nregulation = \"time-limited-completion\"\nat = \"第\n";
    let path = "file:///nowhere/checks/X01.toml";
    let mistakes = editor.opened(path, "toml", rule);
    assert!(!mistakes.is_empty());
    assert_eq!(
        editor.completions(path, 1, "regulation = \"time".len())[0]["label"],
        "time-limited-completion"
    );
    assert_eq!(editor.completions(path, 2, "at = \"第".len())[0]["label"], "第一条");
    assert_eq!(editor.leave(), 0);
}

#[test]
fn a_workspace_with_its_own_rules_and_regulations() {
    let folder = tempfile::tempdir().unwrap();
    let root = fs::canonicalize(folder.path()).unwrap();
    let write = |name: &str, text: &str| {
        fs::create_dir_all(root.join(name).parent().unwrap()).unwrap();
        fs::write(root.join(name), text).unwrap();
        uri(&root.join(name))
    };
    let config = write("guiju.toml", "corpus = \"规章\"\nchecks = \"规则\"\nexclude = [\"归档/**\"]\n");
    let regulation = "+++\nid = \"x\"\ntitle = \"甲乙制度\"\nstatus = \"现行\"\n+++\n\n# 甲乙制度\n\n第一条 不得要求提交兜底材料。\n\n第三条 收件后办结。\n";
    let held = write("规章/x.md", regulation);
    let rule = "code = \"X01\"\ntitle = \"兜底\"\nlevel = \"error\"\nprofile = \"national\"\napplies-to = [\"guide\"]\nwhy = \"不清楚。\"\nadvice = \"写明。\"\n\n[[basis]]\nregulation = \"x\"\nat = \"第一条\"\nquote = \"不得要求提交兜底材料\"\n\n[forbid]\nany = [\"其他有关材料\"]\n\n[[example]]\ntext = \"其他有关材料\"\nfinds = [\"其他有关材料\"]\n\n[[example]]\ntext = \"身份证\"\nfinds = []\n";
    let own = write("规则/X01.toml", rule);
    let guide = write("甲.md", GUIDE);

    let (mut editor, _) = Editor::with(&[], &[]);
    editor.wait(|message| message["method"] == "client/registerCapability");
    let diagnostics = editor.opened(&guide, "markdown", GUIDE);
    assert!(codes(&diagnostics).contains("X01"), "{diagnostics:#?}");
    // The article is opened in its file.
    let actions = editor.actions(&guide, &range_of(GUIDE, "其他有关材料"), &[]);
    let command = actions.iter().find(|action| action["title"] == "查看依据：《甲乙制度》第一条").unwrap();
    let params = json!({ "command": "guiju.openArticle", "arguments": command["command"]["arguments"] });
    editor.ask("workspace/executeCommand", params);
    let shown = editor.wait(|message| message["method"] == "window/showDocument");
    assert_eq!(
        (&shown["params"]["uri"], &shown["params"]["selection"]["start"]["line"]),
        (&json!(held), &json!(8))
    );

    // A rule, a regulation and the configuration are examined as they are typed.
    let mistakes =
        editor.opened(&own, "toml", &rule.replace("finds = [\"其他有关材料\"]", "finds = [\"材料\"]"));
    assert!(mistakes[0]["message"].as_str().unwrap().contains("例子不符"), "{mistakes:#?}");
    editor.rewrite(&own, 2, &rule.replace("why =", "wy ="));
    let mistakes = editor.diagnostics(&own);
    assert!(mistakes[0]["message"].as_str().unwrap().contains("不认识的键 wy"), "{mistakes:#?}");
    assert_eq!(mistakes[0]["range"]["start"], json!({ "line": 5, "character": 0 }));
    let mistakes = editor.opened(&held, "markdown", &regulation.replace("title =", "titel ="));
    assert!(mistakes[0]["message"].as_str().unwrap().contains("不认识的键 titel"), "{mistakes:#?}");
    let archived = write("归档/乙.md", GUIDE);
    assert_eq!(editor.opened(&archived, "markdown", GUIDE), [Value::Null; 0]);

    // A broken configuration is shown where it is, open or not, and the server lives on with what is built in.
    write("guiju.toml", "corpu = \"规章\"\n");
    let params = json!({ "changes": [{ "uri": config, "type": 2 }] });
    editor.tell("workspace/didChangeWatchedFiles", params.clone());
    let told = editor
        .wait(|message| message["params"]["uri"] == config && message["params"]["diagnostics"] != json!([]));
    assert!(told["params"]["diagnostics"][0]["message"].as_str().unwrap().contains("是不是想写 corpus"));
    editor.wait(|message| message["method"] == "window/showMessage");
    editor.kept.clear();
    write("guiju.toml", "corpus = \"规章\"\nchecks = \"规则\"\n");
    editor.tell("workspace/didChangeWatchedFiles", params);
    editor
        .wait(|message| message["params"]["uri"] == config && message["params"]["diagnostics"] == json!([]));
    assert_eq!(editor.leave(), 0);
}

#[test]
fn nothing_that_an_editor_sends_ends_the_conversation() {
    let (mut editor, _) = Editor::with(&[], &["utf-16"]);
    editor.raw("{ broken");
    editor.raw("[]");
    assert_eq!(editor.ask("textDocument/unheardOf", json!({}))["error"]["code"], -32601);
    assert_eq!(editor.ask("textDocument/hover", json!({ "text": 1 }))["error"]["code"], -32602);
    editor.tell("textDocument/didChange", json!(null));
    editor.tell("$/setTrace", json!({ "value": "off" }));
    editor.rewrite("file:///nowhere/never-opened.md", 7, "甲");
    let nowhere = json!({ "textDocument": { "uri": "file:///nowhere/b.md" }, "position": { "line": 9, "character": 9 } });
    assert_eq!(editor.ask("textDocument/hover", nowhere.clone())["result"], Value::Null);

    let long = format!("{GUIDE}{}", "申请人应当提交材料。\n".repeat(10_000));
    let told = editor.opened("file:///nowhere/b.md", "markdown", &long);
    assert!(told[0]["message"].as_str().unwrap().contains("超过编辑器里边写边查的上限 128 KB"), "{told:#?}");
    assert_eq!(editor.ask("textDocument/hover", nowhere.clone())["result"], Value::Null);
    // A range beyond the end of the text, and one that stands on its head.
    let range =
        json!({ "start": { "line": 1_000_000, "character": 5 }, "end": { "line": 0, "character": 1 } });
    let document = json!({ "uri": "file:///nowhere/b.md", "version": 2 });
    editor.tell(
        "textDocument/didChange",
        json!({ "textDocument": document, "contentChanges": [{ "range": range, "text": "" }] }),
    );
    editor.wait(|message| message["params"]["version"] == 2);
    editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": "file:///nowhere/b.md" } }));
    assert_eq!(editor.diagnostics("file:///nowhere/b.md"), [Value::Null; 0]);
    assert_eq!(editor.ask("textDocument/hover", nowhere)["result"], Value::Null);
    assert_eq!(editor.leave(), 0);
}

#[test]
fn the_exit_code_tells_how_the_editor_left() {
    let (mut editor, _) = Editor::with(&[], &[]);
    editor.tell("exit", Value::Null);
    assert_eq!(editor.child.wait().unwrap().code(), Some(1));
    let (mut editor, _) = Editor::with(&[], &[]);
    drop(editor.input.take());
    assert_eq!(editor.child.wait().unwrap().code(), Some(1));
    let mut editor = Editor::start(&["--stdio"]);
    editor.tell("exit", Value::Null);
    assert_eq!(editor.child.wait().unwrap().code(), Some(1));
}
