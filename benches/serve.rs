//! The web page under load, the clients on the same two processors: `cargo bench --bench serve`. 300 browsers that keep their
//! connections ask once a second each, 70 % to search, 20 % to read, 10 % to check a guide of 20 kB; then five times as many, and
//! the first again. How long an answer takes counts from when it was due, so that waiting for a turn counts too.

// A bench that cannot be set up may panic, and it prints what it measured.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::string_slice)]

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

const CLIENTS: usize = 300;
const SECONDS: u64 = 10;
const QUERIES: [&str; 7] = [
    "投诉",
    "一次性告知",
    "材料不全怎么办",
    "限时办结制度第三条",
    "办理超过承诺时限怎么办",
    "的",
    "容缺受理",
];
const PAGES: [&str; 4] = [
    "/id/time-limited-completion/3",
    "/id/time-limited-completion",
    "/id/one-time-notification/5",
    "/rules/A05",
];

struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[derive(Clone)]
struct Answer {
    kind: usize,
    status: u16,
    retry: bool,
    took: Duration,
}

fn main() {
    // Run by `cargo test` too, which measures nothing.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let mut child = Command::new(env!("CARGO_BIN_EXE_guiju"))
        .args(["serve", "--port", "0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let server = Server(child);
    let host = line.split("http://").nth(1).unwrap().split('/').next().unwrap().to_owned();
    let guide = Arc::new(guide());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    println!("{CLIENTS} clients, one request a second each, {SECONDS} s; a guide of {} bytes", guide.len());
    for clients in [CLIENTS, 5 * CLIENTS, CLIENTS] {
        let answers = runtime.block_on(load(&host, clients, &guide));
        report(clients, &answers);
    }
    drop(server);
}

fn guide() -> Vec<u8> {
    let one = std::fs::read_to_string("tests/content/linshi-zhandao.html").unwrap();
    let mut guide = one.clone();
    while guide.len() < 20_000 {
        guide.push_str(&one);
    }
    guide.into_bytes()
}

async fn load(host: &str, clients: usize, guide: &Arc<Vec<u8>>) -> Vec<Answer> {
    let answers = Arc::new(Mutex::new(Vec::new()));
    let start = Instant::now();
    let tasks: Vec<_> = (0..clients)
        .map(|n| {
            let (host, guide, answers) = (host.to_owned(), guide.clone(), answers.clone());
            tokio::spawn(async move {
                let mut stream: Option<TcpStream> = None;
                for round in 0..SECONDS {
                    let due = start
                        + Duration::from_micros(1_000_000 * n as u64 / clients as u64)
                        + Duration::from_secs(round);
                    tokio::time::sleep_until(due.into()).await;
                    let (kind, request) = request(&host, n, round as usize, &guide);
                    let mut connected = match stream.take() {
                        Some(stream) => stream,
                        None => match TcpStream::connect(&host).await {
                            Ok(stream) => stream,
                            Err(_) => {
                                answers.lock().unwrap().push(Answer {
                                    kind,
                                    status: 0,
                                    retry: false,
                                    took: due.elapsed(),
                                });
                                continue;
                            }
                        },
                    };
                    let got = exchange(&mut connected, &request).await;
                    if got.is_some() {
                        stream = Some(connected);
                    }
                    let (status, retry) = got.unwrap_or((0, false));
                    answers.lock().unwrap().push(Answer { kind, status, retry, took: due.elapsed() });
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    answers.lock().unwrap().to_vec()
}

fn request(host: &str, n: usize, round: usize, guide: &[u8]) -> (usize, Vec<u8>) {
    let which = (n * 7 + round * 3) % 10;
    let get = |path: &str| format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n").into_bytes();
    match which {
        0..7 => {
            let query: String =
                QUERIES[(n + round) % QUERIES.len()].bytes().map(|b| format!("%{b:02X}")).collect();
            (0, get(&format!("/search?q={query}")))
        }
        7 | 8 => (1, get(PAGES[(n + round) % PAGES.len()])),
        _ => {
            let head = format!(
                "POST /api/v1/lint?name=a.html HTTP/1.1\r\nHost: {host}\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n",
                guide.len()
            );
            (2, [head.as_bytes(), guide].concat())
        }
    }
}

/// The status, and whether it says when to come again.
async fn exchange(stream: &mut TcpStream, request: &[u8]) -> Option<(u16, bool)> {
    stream.write_all(request).await.ok()?;
    let mut got = Vec::new();
    loop {
        if stream.read_buf(&mut got).await.ok()? == 0 {
            return None;
        }
        let Some(end) = got.windows(4).position(|window| window == b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&got[..end]).to_ascii_lowercase();
        let length: usize =
            head.lines().find_map(|line| line.strip_prefix("content-length: "))?.trim().parse().ok()?;
        while got.len() < end + 4 + length {
            if stream.read_buf(&mut got).await.ok()? == 0 {
                return None;
            }
        }
        return Some((head.split(' ').nth(1)?.parse().ok()?, head.contains("\r\nretry-after: ")));
    }
}

fn report(clients: usize, answers: &[Answer]) {
    let count = |status: u16| answers.iter().filter(|answer| answer.status == status).count();
    let told = answers.iter().filter(|answer| answer.status == 503 && answer.retry).count();
    let (good, busy) = (count(200), count(503));
    println!(
        "{clients} clients: {} asked, {good} answered ({:.0} a second), {busy} turned away with 503 ({told} with Retry-After), {} failed",
        answers.len(),
        good as f64 / SECONDS as f64,
        answers.len() - good - busy
    );
    for (kind, name) in ["search", "read", "check"].iter().enumerate() {
        percentiles(name, answers.iter().filter(|answer| answer.kind == kind && answer.status == 200));
    }
    percentiles("all", answers.iter().filter(|answer| answer.status == 200));
}

fn percentiles<'a>(name: &str, answers: impl Iterator<Item = &'a Answer>) {
    let mut took: Vec<f64> = answers.map(|answer| answer.took.as_secs_f64() * 1000.0).collect();
    took.sort_by(f64::total_cmp);
    let at = |share: f64| took.get(((took.len() as f64 * share) as usize).min(took.len().saturating_sub(1)));
    if let (Some(half), Some(p95), Some(p99)) = (at(0.5), at(0.95), at(0.99)) {
        println!("  {name:<7} p50 {half:7.1} ms   p95 {p95:7.1} ms   p99 {p99:7.1} ms");
    }
}
