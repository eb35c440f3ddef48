//! The language server with a desk that fails or takes long: what the editor sees of it.

use std::{
    path::{Path, PathBuf},
    sync::{Mutex, mpsc},
    time::Duration,
};

use guiju::{
    finding::Citation,
    lsp::{Desk, Examined, Opened, Shelf, serve},
    text::Mistake,
};
use lsp_server::{Connection, Message, Notification, Request};
use serde_json::{Value, json};

/// Says what it examines, fails where the text is 坏, and waits where it is 慢.
struct Shaky {
    seen: mpsc::Sender<String>,
    go_on: Mutex<mpsc::Receiver<()>>,
}

impl Desk for Shaky {
    fn examine(&self, opened: &Opened<'_>) -> Examined {
        self.seen.send(opened.text.to_owned()).unwrap();
        match opened.text {
            "坏" => panic!("a fault of the program"),
            "慢" => self.go_on.lock().unwrap().recv().unwrap(),
            _ => {}
        }
        Examined::default()
    }

    fn shelf(&self, _path: Option<&Path>) -> Shelf {
        Shelf::default()
    }

    fn place_of(&self, _citation: &Citation, _path: Option<&Path>) -> Option<(PathBuf, String, usize)> {
        None
    }

    fn changed(&self, _path: &Path) -> bool {
        false
    }

    fn troubles(&self) -> (Vec<Mistake>, Vec<String>) {
        Default::default()
    }
}

struct Editor(Connection);

impl Editor {
    fn tell(&self, method: &str, params: Value) {
        self.0.sender.send(Notification::new(method.to_owned(), params).into()).unwrap();
    }

    fn ask(&self, id: i32, method: &str, params: Value) {
        self.0.sender.send(Request::new(id.into(), method.to_owned(), params).into()).unwrap();
        while !matches!(self.next(), Message::Response(_)) {}
    }

    fn open(&self, uri: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": "markdown", "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }

    fn rewrite(&self, uri: &str, version: i32, text: &str) {
        let document = json!({ "uri": uri, "version": version });
        let params = json!({ "textDocument": document, "contentChanges": [{ "text": text }] });
        self.tell("textDocument/didChange", params);
    }

    fn next(&self) -> Message {
        self.0.receiver.recv_timeout(Duration::from_secs(60)).unwrap()
    }

    /// The method and the parameters of what the server says next.
    fn told(&self) -> (String, Value) {
        match self.next() {
            Message::Notification(told) => (told.method, told.params),
            other => panic!("{other:?}"),
        }
    }
}

/// Has `talk` with a server, which it can let go on where it waits, and sees what is examined.
fn conversation(talk: impl FnOnce(&Editor, mpsc::Sender<()>, mpsc::Receiver<String>)) {
    let (server, editor) = Connection::memory();
    let (seen, texts) = mpsc::channel();
    let (go, go_on) = mpsc::channel();
    let serving = std::thread::spawn(move || serve(&server, &Shaky { seen, go_on: Mutex::new(go_on) }));
    let editor = Editor(editor);
    editor.ask(1, "initialize", json!({ "capabilities": {} }));
    editor.tell("initialized", json!({}));
    talk(&editor, go, texts);
    editor.ask(2, "shutdown", Value::Null);
    editor.tell("exit", Value::Null);
    assert!(serving.join().unwrap());
}

#[test]
fn a_document_that_the_program_fails_on_does_not_end_the_others() {
    conversation(|editor, _, _| {
        editor.open("file:///a.md", "坏");
        let (method, params) = editor.told();
        assert_eq!(method, "textDocument/publishDiagnostics");
        let words = params["diagnostics"][0]["message"].as_str().unwrap();
        assert!(words.contains("程序出错，没有查完"), "{words}");
        let (method, params) = editor.told();
        assert_eq!(method, "window/showMessage");
        let words = params["message"].as_str().unwrap();
        assert!(words.contains("a.md") && words.contains("别的文件照常检查"), "{words}");
        // Once; and the next ones are examined, the same document among them.
        for (uri, version, text, found) in
            [("a.md", 2, "坏", 1), ("b.md", 1, "好", 0), ("a.md", 3, "好", 0), ("b.md", 2, "好好", 0)]
        {
            let uri = format!("file:///{uri}");
            if version == 1 {
                editor.open(&uri, text)
            } else {
                editor.rewrite(&uri, version, text)
            }
            let (method, params) = editor.told();
            assert_eq!((&*method, &params["uri"]), ("textDocument/publishDiagnostics", &uri.into()));
            assert_eq!(params["diagnostics"].as_array().unwrap().len(), found, "{text}");
        }
    });
}

#[test]
fn a_text_that_is_older_than_the_last_is_not_examined() {
    conversation(|editor, go, texts| {
        let seen = || texts.recv_timeout(Duration::from_secs(60)).unwrap();
        editor.open("file:///a.md", "慢");
        assert_eq!(seen(), "慢");
        for (version, text) in [(2, "二"), (3, "三"), (4, "四")] {
            editor.rewrite("file:///a.md", version, text);
        }
        editor.open("file:///b.md", "乙");
        // What was sent is read in order: an answer to a later question says that it was.
        editor.ask(3, "no/such", Value::Null);
        go.send(()).unwrap();
        assert_eq!((seen(), seen()), ("四".to_owned(), "乙".to_owned()));
        let (method, params) = editor.told();
        assert_eq!((&*method, &params["version"]), ("textDocument/publishDiagnostics", &4.into()));
    });
}
