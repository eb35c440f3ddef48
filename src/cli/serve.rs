//! `serve`: the web page on this machine.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, OnceLock, PoisonError},
    time::{Duration, Instant},
};

use hyper::body::Incoming;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};

use super::{
    args::{Choice, ServeArgs},
    config::{self, Config},
    corpus,
    exit::Exit,
    files, index,
    lint::{self, Bytes, Input, Lint},
    load::Loaded,
    output,
};
use crate::{
    check::Patience,
    corpus::is_regulation,
    report::Report,
    serve::{self, Desk, Door, Sheet, Shelf},
};

/// Whoever takes longer than this to say what is wanted is not waited for.
const PATIENCE: Duration = Duration::from_secs(15);
/// A longer head of a request is no browser's, in bytes; twice as much is answered with 431 in any case.
const LONGEST_HEAD: usize = 32 << 10;
/// The names of this machine for itself.
const OWN_NAMES: [&str; 3] = ["127.0.0.1", "localhost", "[::1]"];
/// How many browsers may be connected.
const CONNECTIONS: usize = 4096;

pub(super) fn run(args: ServeArgs) -> Exit {
    let (address, port) = (args.address.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST)), args.port);
    if !address.is_loopback() && (!args.allow_remote || args.host.is_empty()) {
        output::err(&format!(
            "guiju：{address} 不是本机地址。要让别的电脑访问，须写明 --allow-remote 和 --host 主机名（别人在浏览器里输入的那个）。\n"
        ));
        return Exit::Failed;
    }
    if let Some(wrong) = args.host.iter().find(|host| !is_host(host)) {
        return failed(&format!(
            "--host “{wrong}”不是主机名。只写别人在浏览器里输入的主机名或地址，可带端口，不写 http:// 和斜线，如 --host guize.local 或 --host 192.168.1.5:8700"
        ));
    }
    let Some(desk) = Counter::new(args) else { return Exit::Failed };
    if let Some(exit) = lint::unknown_codes(&desk.args.choice, &desk.shelf().rules) {
        return exit;
    }
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        // It only carries bytes to and fro: the work is done elsewhere.
        .worker_threads(1)
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return failed(&format!("启动不了：{}", files::reason(&error))),
    };
    runtime.block_on(open(Arc::new(desk), SocketAddr::new(address, port)))
}

/// Whether a browser could send `host` as the name of whom it means: a name or an address, perhaps with a port.
fn is_host(host: &str) -> bool {
    let (name, port) = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((inner, rest)) => {
            let is_address = inner.parse::<Ipv6Addr>().is_ok();
            return is_address && (rest.is_empty() || rest.strip_prefix(':').is_some_and(is_port));
        }
        None => host.split_once(':').map_or((host, None), |(name, port)| (name, Some(port))),
    };
    let is_label = |label: &str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    };
    name.split('.').all(is_label) && port.is_none_or(is_port)
}

/// Whether `host` names a port; the colons inside an address of the new kind do not.
fn has_port(host: &str) -> bool {
    host.rsplit(']').next().is_some_and(|rest| rest.contains(':'))
}

fn is_port(text: &str) -> bool {
    text.parse::<u16>().is_ok_and(|port| port > 0)
}

fn failed(message: &str) -> Exit {
    output::err(&format!("guiju：{message}。\n"));
    Exit::Failed
}

async fn open(desk: Arc<Counter>, address: SocketAddr) -> Exit {
    let bound = match TcpListener::bind(address).await {
        // Whoever clicked twice wants a page, whatever its port.
        Err(error) if desk.args.open && error.kind() == io::ErrorKind::AddrInUse => {
            TcpListener::bind((address.ip(), 0)).await
        }
        bound => bound,
    };
    let listener = match bound {
        Ok(listener) => listener,
        Err(error) => {
            return failed(&format!(
                "{address} 用不了：{}。换一个端口，如 --port {}",
                files::reason(&error),
                address.port().saturating_add(1)
            ));
        }
    };
    let Ok(address) = listener.local_addr() else { return failed("不知道自己的端口") };
    let token = match desk.args.allow_remote.then(token).transpose() {
        Ok(token) => token,
        Err(reason) => return failed(&reason),
    };
    let port = address.port();
    let mut hosts: Vec<String> = OWN_NAMES.map(|name| format!("{name}:{port}")).into();
    hosts.extend(
        desk.args
            .host
            .iter()
            .map(|host| if has_port(host) { host.clone() } else { format!("{host}:{port}") }),
    );
    hosts.push(address.to_string());
    let named = hosts.get(OWN_NAMES.len()).filter(|_| token.is_some());
    let shown = named.cloned().unwrap_or_else(|| address.to_string());
    let query = token.as_ref().map_or(String::new(), |token| format!("?token={token}"));
    let url = format!("http://{shown}/{query}");
    let opened = desk.args.open;
    let router = match serve::router(desk, Door { hosts, token }) {
        Ok(router) => router,
        Err(error) => return failed(&format!("启动不了：{error}")),
    };
    let said = output::out(&format!("规矩在 {url} ，按 Ctrl-C 停止。\n"));
    if opened {
        browse(&url);
    }
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let serving = async {
        loop {
            let Ok((stream, _)) = listener.accept().await else {
                // Out of file handles: others will be closed soon.
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            };
            let Ok(place) = places.clone().try_acquire_owned() else { continue };
            let router = router.clone();
            tokio::spawn(async move {
                connection(stream, router).await;
                drop(place);
            });
        }
    };
    tokio::select! {
        () = serving => said,
        _ = tokio::signal::ctrl_c() => said,
    }
}

async fn connection(stream: TcpStream, router: axum::Router) {
    let _ = stream.set_nodelay(true);
    let service = TowerToHyperService::new(tower::ServiceExt::map_request(
        router,
        |request: hyper::Request<Incoming>| request.map(axum::body::Body::new),
    ));
    // A browser that is gone is nobody's concern.
    let _ = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .max_buf_size(LONGEST_HEAD)
        .header_read_timeout(PATIENCE)
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

/// Something that nobody guesses.
fn token() -> Result<String, String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| format!("取不到随机数：{error}"))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Shows the page in the browser, where there is one.
fn browse(url: &str) {
    let (program, arguments): (&str, &[&str]) = match std::env::consts::OS {
        "windows" => ("rundll32", &["url.dll,FileProtocolHandler"]),
        "macos" => ("open", &[]),
        _ => ("xdg-open", &[]),
    };
    let opened = std::process::Command::new(program).args(arguments).arg(url).spawn();
    if opened.is_err() {
        output::err("没有找到浏览器，请自己打开上面的网址。\n");
    }
}

/// The regulations and rules of this machine.
struct Counter {
    args: ServeArgs,
    shelf: Mutex<Arc<Held>>,
    started: Instant,
}

/// What is loaded, for one day.
struct Held {
    loaded: Loaded,
    shelf: Arc<Shelf>,
    /// What is found in the regulations, once somebody has asked.
    consistency: OnceLock<Report>,
}

impl Held {
    fn new(args: &ServeArgs) -> Option<Self> {
        let ServeArgs { sources, choice, .. } = args;
        let mut loaded = Loaded::new(sources, Path::new("."))?;
        let rules = loaded.rules(sources);
        let index = index::open(sources)?.index;
        let lint = Lint {
            choice,
            config: &loaded.config,
            rules: &rules,
            as_of: loaded.as_of,
            is_whole: false,
            patience: None,
        };
        let folder = |folder: Option<&PathBuf>| folder.map(|folder| folder.display().to_string());
        let troubles = match loaded.exit {
            Exit::Clean => Vec::new(),
            _ => vec!["有规章或规则读不懂，没有用上；启动时的窗口里写着是哪些。".to_owned()],
        };
        let named = sources.config.clone().or_else(|| Config::nearest(Path::new(".")));
        let settings = named.as_deref().unwrap_or(Path::new(config::NAME));
        let shelf = Shelf {
            settings: std::path::absolute(settings).unwrap_or(settings.to_owned()).display().to_string(),
            has_settings: named.is_some(),
            selection: lint.selection(),
            corpus: loaded.corpus.clone(),
            index,
            as_of: loaded.as_of,
            corpus_folder: folder(sources.corpus.as_ref().or(loaded.config.corpus.as_ref())),
            checks_folder: folder(sources.checks.as_ref().or(loaded.config.checks.as_ref())),
            troubles,
            rules,
        };
        Some(Self { loaded, shelf: Arc::new(shelf), consistency: OnceLock::new() })
    }
}

impl Counter {
    fn new(args: ServeArgs) -> Option<Self> {
        let held = Held::new(&args)?;
        Some(Self { args, shelf: Mutex::new(Arc::new(held)), started: Instant::now() })
    }

    /// What is loaded for today: at midnight it is loaded again.
    fn held(&self) -> Arc<Held> {
        let mut held = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        if held.loaded.as_of != self.args.sources.as_of()
            && let Some(new) = Held::new(&self.args)
        {
            *held = Arc::new(new);
        }
        held.clone()
    }

    fn report(
        &self,
        shelf: &Shelf,
        choice: &Choice,
        inputs: Vec<Input>,
        patience: Option<&Patience>,
    ) -> Report {
        let held = self.held();
        let config = &held.loaded.config;
        Lint { choice, config, rules: &shelf.rules, as_of: shelf.as_of, is_whole: false, patience }
            .report(inputs)
    }
}

impl Desk for Counter {
    fn worked(&self) -> Duration {
        self.started.elapsed()
    }

    fn shelf(&self) -> Arc<Shelf> {
        self.held().shelf.clone()
    }

    fn check(&self, shelf: &Shelf, sheets: Vec<Sheet>, only: Option<&str>, patience: &Patience) -> Report {
        let config = &self.held();
        let input = |sheet: Sheet| Input {
            format: sheet.format(),
            kind: sheet.kind.or_else(|| config.loaded.config.kind(Path::new(&*sheet.name))),
            path: None,
            bytes: Bytes::Here(Ok(sheet.bytes.to_vec())),
            name: sheet.name,
        };
        let inputs = sheets.into_iter().map(input).collect();
        let choice = match only {
            Some(code) => Choice { select: vec![code.to_owned()], ..self.args.choice.clone() },
            None => self.args.choice.clone(),
        };
        self.report(shelf, &choice, inputs, Some(patience))
    }

    fn check_regulations(&self, shelf: &Shelf) -> Report {
        let held = self.held();
        let report = || {
            let regulations = held.loaded.regulations.iter().filter(|file| is_regulation(&file.path));
            self.report(shelf, &self.args.choice, regulations.map(corpus::input).collect(), None)
        };
        held.consistency.get_or_init(report).clone()
    }

    fn now(&self) -> jiff::civil::DateTime {
        jiff::Zoned::now().datetime()
    }
}
