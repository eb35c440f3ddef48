//! The conversation with the editor.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    sync::Arc,
};

use crossbeam_channel::{Receiver, Sender, select, unbounded};
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::{
    self as lsp, CodeActionKind, CodeActionOptions, CodeActionProviderCapability, CompletionOptions,
    Diagnostic, ExecuteCommandOptions, HoverProviderCapability, InitializeParams, InitializeResult,
    PositionEncodingKind, SaveOptions, ServerCapabilities, ServerInfo, TextDocumentSyncCapability,
    TextDocumentSyncKind, TextDocumentSyncOptions, TextDocumentSyncSaveOptions, Uri,
    notification::Notification as _, request::Request as _,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{
    Desk, Examined,
    actions::{Abilities, FIX_ALL, OPEN, actions},
    answer::{self, Cited},
    complete::{self, completions},
    diagnose::{diagnostics, of_mistake, range},
    documents::{Document, Documents},
    uri,
    worker::{Done, Job, work},
};
use crate::{
    report::{EditorText, Units},
    text::Mistake,
};

/// Talks with the editor until it leaves; whether it said good-bye first.
pub fn serve(connection: &Connection, desk: &dyn Desk) -> bool {
    let Ok((id, params)) = connection.initialize_start() else { return false };
    // What cannot be read of the editor's abilities it is not counted on for.
    let params: InitializeParams = serde_json::from_value(params).unwrap_or_default();
    let abilities = abilities(&params);
    let result = InitializeResult {
        capabilities: capabilities(abilities.units),
        server_info: Some(ServerInfo {
            name: "guiju".to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
    };
    let _ = connection.sender.send(Response::new_ok(id, result).into());
    let (jobs, todo) = unbounded();
    let (report, done) = unbounded();
    std::thread::scope(|scope| {
        scope.spawn(move || work(desk, &todo, &report));
        let documents = Documents::default();
        let editor = &connection.sender;
        let mut server = Server {
            desk,
            editor,
            abilities,
            documents,
            jobs,
            elsewhere: BTreeMap::new(),
            said: Vec::new(),
            broken: BTreeSet::new(),
            requests: 0,
            leaving: false,
        };
        server.run(&connection.receiver, &done);
        server.leaving
    })
}

fn abilities(params: &InitializeParams) -> Abilities {
    let InitializeParams { capabilities, .. } = params;
    let encodings = capabilities.general.as_ref().and_then(|general| general.position_encodings.as_deref());
    let has = |kind| encodings.unwrap_or_default().contains(&kind);
    let units = match () {
        () if has(PositionEncodingKind::UTF8) => Units::Utf8,
        () if has(PositionEncodingKind::UTF16) || !has(PositionEncodingKind::UTF32) => Units::Utf16,
        () => Units::Utf32,
    };
    let workspace = capabilities.workspace.as_ref();
    let published = capabilities.text_document.as_ref().and_then(|text| text.publish_diagnostics.as_ref());
    let shown = capabilities.window.as_ref().and_then(|window| window.show_document.as_ref());
    Abilities {
        units,
        related: published.is_some_and(|published| published.related_information == Some(true)),
        versions: workspace
            .and_then(|workspace| workspace.workspace_edit.as_ref()?.document_changes)
            .unwrap_or_default(),
        shows: shown.is_some_and(|shown| shown.support),
        watches: workspace
            .and_then(|workspace| workspace.did_change_watched_files?.dynamic_registration)
            .unwrap_or_default(),
    }
}

fn capabilities(units: Units) -> ServerCapabilities {
    let encoding = match units {
        Units::Utf8 => PositionEncodingKind::UTF8,
        Units::Utf16 => PositionEncodingKind::UTF16,
        Units::Utf32 => PositionEncodingKind::UTF32,
    };
    ServerCapabilities {
        position_encoding: Some(encoding),
        text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions { include_text: Some(false) })),
            ..TextDocumentSyncOptions::default()
        })),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(complete::TRIGGERS.map(str::to_owned).to_vec()),
            ..CompletionOptions::default()
        }),
        code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(vec![CodeActionKind::QUICKFIX, FIX_ALL]),
            ..CodeActionOptions::default()
        })),
        execute_command_provider: Some(ExecuteCommandOptions {
            commands: vec![OPEN.to_owned()],
            ..ExecuteCommandOptions::default()
        }),
        ..ServerCapabilities::default()
    }
}

struct Server<'s> {
    desk: &'s dyn Desk,
    editor: &'s Sender<Message>,
    abilities: Abilities,
    documents: Documents,
    jobs: Sender<Job>,
    /// What was said of files that are not open, by URI.
    elsewhere: BTreeMap<String, (Uri, Vec<Diagnostic>)>,
    /// The troubles that were told last.
    said: Vec<String>,
    /// The documents on which the program failed, as that was told.
    broken: BTreeSet<Arc<str>>,
    /// How many requests were sent.
    requests: i32,
    /// Whether the editor said good-bye.
    leaving: bool,
}

impl Server<'_> {
    fn run(&mut self, messages: &Receiver<Message>, done: &Receiver<Done>) {
        loop {
            select! {
                recv(messages) -> message => match message {
                    Ok(Message::Notification(exit)) if exit.method == lsp::notification::Exit::METHOD => return,
                    Ok(Message::Notification(notification)) => self.notified(notification),
                    Ok(Message::Request(request)) => self.asked(request),
                    // Answers to what was asked of the editor change nothing.
                    Ok(Message::Response(_)) => {}
                    // It is gone without a word.
                    Err(_) => {
                        self.leaving = false;
                        return;
                    }
                },
                recv(done) -> one => if let Ok(one) = one { self.examined(one) },
            }
        }
    }

    fn asked(&mut self, request: Request) {
        let Request { id, method, params } = request;
        if self.leaving {
            return self.refuse(id, ErrorCode::InvalidRequest, "已经收到 shutdown，只等 exit");
        }
        match method.as_str() {
            lsp::request::Shutdown::METHOD => {
                self.leaving = true;
                self.answer(id, Value::Null);
            }
            lsp::request::HoverRequest::METHOD => {
                self.reply(id, params, |server, params: lsp::HoverParams| {
                    let at = params.text_document_position_params;
                    let (document, examined) = server.now(&at.text_document.uri)?;
                    let shelf = server.desk.shelf(document.path.as_deref());
                    let hover =
                        answer::hover(&document, &examined, &shelf, at.position, server.abilities.units)?;
                    serde_json::to_value(hover).ok()
                });
            }
            lsp::request::CodeActionRequest::METHOD => {
                self.reply(id, params, |server, params: lsp::CodeActionParams| {
                    let (document, examined) = server.now(&params.text_document.uri)?;
                    serde_json::to_value(actions(&document, &examined, &params, server.abilities)).ok()
                });
            }
            lsp::request::Completion::METHOD => {
                self.reply(id, params, |server, params: lsp::CompletionParams| {
                    let at = params.text_document_position;
                    let document = server.documents.get(&at.text_document.uri)?;
                    let shelf = server.desk.shelf(document.path.as_deref());
                    let found = completions(document, &shelf, at.position, server.abilities.units)?;
                    serde_json::to_value(found).ok()
                });
            }
            lsp::request::ExecuteCommand::METHOD => {
                self.reply(id, params, |server, params: lsp::ExecuteCommandParams| {
                    let cited = params.arguments.into_iter().next().filter(|_| params.command == OPEN)?;
                    server.show(serde_json::from_value(cited).ok()?);
                    None
                });
            }
            other => self.refuse(id, ErrorCode::MethodNotFound, &format!("不认识的请求 {other}")),
        }
    }

    /// Answers with what `of` makes of the parameters: null when that is nothing.
    fn reply<P: DeserializeOwned>(
        &mut self,
        id: RequestId,
        params: Value,
        of: impl FnOnce(&mut Self, P) -> Option<Value>,
    ) {
        match serde_json::from_value(params) {
            Ok(params) => {
                let answer = of(self, params).unwrap_or_default();
                self.answer(id, answer);
            }
            Err(error) => self.refuse(id, ErrorCode::InvalidParams, &format!("参数读不懂：{error}")),
        }
    }

    /// A document with what is found in its text of now, which may have to be examined for that.
    fn now(&mut self, uri: &Uri) -> Option<(Document, Arc<Examined>)> {
        let document = self.documents.get_mut(uri)?;
        let examined = match document.fresh() {
            Some(examined) => examined.clone(),
            None => {
                let examined = Arc::new(Job::new(document).examine(self.desk));
                document.examined = Some((document.revision(), examined.clone()));
                examined
            }
        };
        Some((document.clone(), examined))
    }

    fn notified(&mut self, notification: Notification) {
        let Notification { method, params } = notification;
        match method.as_str() {
            lsp::notification::Initialized::METHOD => self.watch(),
            lsp::notification::DidOpenTextDocument::METHOD => {
                let Some(params) = read::<lsp::DidOpenTextDocumentParams>(params) else { return };
                let uri = params.text_document.uri.clone();
                self.documents.open(params.text_document);
                self.examine(&uri);
            }
            lsp::notification::DidChangeTextDocument::METHOD => {
                let Some(params) = read::<lsp::DidChangeTextDocumentParams>(params) else { return };
                let lsp::VersionedTextDocumentIdentifier { uri, version } = params.text_document;
                self.documents.change(&uri, version, params.content_changes, self.abilities.units);
                self.examine(&uri);
            }
            lsp::notification::DidCloseTextDocument::METHOD => {
                let Some(params) = read::<lsp::DidCloseTextDocumentParams>(params) else { return };
                let uri = params.text_document.uri;
                self.documents.close(&uri);
                self.publish(uri, None, Vec::new());
                self.troubles();
            }
            lsp::notification::DidSaveTextDocument::METHOD => {
                let Some(params) = read::<lsp::DidSaveTextDocumentParams>(params) else { return };
                self.changed(uri::path(&params.text_document.uri));
            }
            lsp::notification::DidChangeWatchedFiles::METHOD => {
                let Some(params) = read::<lsp::DidChangeWatchedFilesParams>(params) else { return };
                self.changed(params.changes.iter().filter_map(|change| uri::path(&change.uri)));
            }
            _ => {}
        }
    }

    /// Has every document examined again when files changed that say how.
    fn changed(&mut self, paths: impl IntoIterator<Item = PathBuf>) {
        let changed: Vec<bool> = paths.into_iter().map(|path| self.desk.changed(&path)).collect();
        if changed.contains(&true) {
            self.documents.all().for_each(Document::outdate);
            let uris: Vec<Uri> = self.documents.all().map(|document| document.uri.clone()).collect();
            uris.iter().for_each(|uri| self.examine(uri));
        }
    }

    fn examine(&self, uri: &Uri) {
        if let Some(document) = self.documents.get(uri) {
            let _ = self.jobs.send(Job::new(document));
        }
    }

    fn examined(&mut self, done: Done) {
        let Done { uri, revision, examined } = done;
        let Abilities { units, related, .. } = self.abilities;
        let Some(document) = self.documents.get_mut(&uri).filter(|document| document.revision() == revision)
        else {
            return;
        };
        let all = diagnostics(document, &examined, units, related);
        let version = document.version;
        let broken = examined.broke_off.then(|| document.name.clone());
        document.examined = Some((revision, Arc::new(examined)));
        self.publish(uri, Some(version), all);
        if let Some(name) = broken.filter(|name| self.broken.insert(name.clone())) {
            let what = "时程序出错，没有查完；别的文件照常检查。请把这个文件和编辑器日志里 guiju 的出错信息一起报告给维护者";
            self.say(lsp::MessageType::ERROR, format!("检查 {name} {what}"));
        }
        self.troubles();
    }

    /// Tells of mistakes in files that are not open, and takes back those that are mended.
    fn troubles(&mut self) {
        let (mistakes, unread) = self.desk.troubles();
        let mut now: BTreeMap<String, (Uri, Vec<Diagnostic>)> = BTreeMap::new();
        for mistake in &mistakes {
            let Some(uri) = uri::of(mistake.file.path.as_ref()) else { continue };
            if self.documents.get(&uri).is_none() {
                let text = EditorText::new(&mistake.file.text, self.abilities.units);
                let own = now.entry(uri.as_str().to_owned()).or_insert((uri, Vec::new()));
                own.1.push(of_mistake(&text, mistake));
            }
        }
        for (key, (uri, _)) in std::mem::take(&mut self.elsewhere) {
            if !now.contains_key(&key) && self.documents.get(&uri).is_none() {
                self.publish(uri, None, Vec::new());
            }
        }
        for (uri, all) in now.values() {
            self.publish(uri.clone(), None, all.clone());
        }
        self.elsewhere = now;
        let told = |mistake: &Mistake| {
            format!("{}：{}。怎么改：{}", mistake.file.path, mistake.message, mistake.advice)
        };
        let words: Vec<String> = mistakes.iter().map(told).chain(unread).collect();
        for new in words.iter().filter(|words| !self.said.contains(words)) {
            self.say(lsp::MessageType::WARNING, new.clone());
        }
        self.said = words;
    }

    /// Opens an article where the editor can, and shows its words where there is no file or no way to open it.
    fn show(&mut self, cited: Cited) {
        let path = uri::path(&cited.document);
        let citation = cited.citation();
        let file = self.desk.place_of(&citation, path.as_deref()).filter(|_| self.abilities.shows);
        if let Some((file, text, byte)) = file
            && let Some(uri) = uri::of(&file)
        {
            let at = range(&EditorText::new(&text, self.abilities.units), byte, byte);
            let params =
                lsp::ShowDocumentParams { uri, external: None, take_focus: Some(true), selection: Some(at) };
            return self.request::<lsp::request::ShowDocument>(params);
        }
        self.say(lsp::MessageType::INFO, answer::words(&citation, &self.desk.shelf(path.as_deref())));
    }

    /// Asks to be told of files that may be rules, regulations or a configuration.
    fn watch(&mut self) {
        if !self.abilities.watches {
            return;
        }
        let watchers = ["**/*.toml", "**/*.md"].map(|glob| json!({ "globPattern": glob }));
        let registration = lsp::Registration {
            id: "guiju.files".to_owned(),
            method: lsp::notification::DidChangeWatchedFiles::METHOD.to_owned(),
            register_options: Some(json!({ "watchers": watchers })),
        };
        self.request::<lsp::request::RegisterCapability>(lsp::RegistrationParams {
            registrations: vec![registration],
        });
    }

    fn publish(&self, uri: Uri, version: Option<i32>, diagnostics: Vec<Diagnostic>) {
        let params = lsp::PublishDiagnosticsParams { uri, diagnostics, version };
        self.notify::<lsp::notification::PublishDiagnostics>(params);
    }

    fn say(&self, typ: lsp::MessageType, message: String) {
        self.notify::<lsp::notification::ShowMessage>(lsp::ShowMessageParams { typ, message });
    }

    fn notify<N: lsp::notification::Notification>(&self, params: N::Params) {
        self.send(Notification::new(N::METHOD.to_owned(), params).into());
    }

    fn request<R: lsp::request::Request>(&mut self, params: R::Params) {
        self.requests += 1;
        self.send(Request::new(self.requests.into(), R::METHOD.to_owned(), params).into());
    }

    fn answer(&self, id: RequestId, value: Value) {
        self.send(Response::new_ok(id, value).into());
    }

    fn refuse(&self, id: RequestId, code: ErrorCode, why: &str) {
        self.send(Response::new_err(id, code as i32, why.to_owned()).into());
    }

    /// Sends; an editor that is gone is noticed where messages come in.
    fn send(&self, message: Message) {
        let _ = self.editor.send(message);
    }
}

/// The parameters of a notification. One that cannot be read is not answered, as the protocol has it.
fn read<P: DeserializeOwned>(params: Value) -> Option<P> {
    serde_json::from_value(params).ok()
}
