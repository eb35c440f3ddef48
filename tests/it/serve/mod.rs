//! The web page, asked over a socket as a browser asks it.

mod check;
mod hostile;

use std::{
    collections::HashMap,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    process::{Child, Command, Stdio},
};

/// `guiju serve` on a port of its own, for as long as this is held.
pub(crate) struct Server {
    child: Child,
    /// Such as `127.0.0.1:41234`.
    pub(crate) address: String,
}

/// What was answered.
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// By their names in small letters.
    pub(crate) headers: HashMap<String, String>,
    pub(crate) body: Vec<u8>,
}

/// A field of a form, or a file in it.
pub(crate) struct Part<'p> {
    name: &'p str,
    file: Option<&'p str>,
    value: &'p [u8],
}

pub(crate) fn field<'p>(name: &'p str, value: &'p str) -> Part<'p> {
    Part { name, file: None, value: value.as_bytes() }
}

pub(crate) fn file<'p>(name: &'p str, bytes: &'p [u8]) -> Part<'p> {
    Part { name: "file", file: Some(name), value: bytes }
}

impl Server {
    /// Starts one and waits until it says where it is.
    pub(crate) fn start() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_guiju"))
            .args(["serve", "--port", "0", "--as-of", "2026-11-22"])
            .env("GUIJU_CACHE_DIR", concat!(env!("CARGO_TARGET_TMPDIR"), "/serve"))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.split("http://").nth(1).unwrap().split('/').next().unwrap().to_owned();
        Self { child, address }
    }

    fn ask(&self, method: &str, path: &str, kind: &str, body: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
            self.address,
            body.len()
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(body).unwrap();
        let mut all = Vec::new();
        stream.read_to_end(&mut all).unwrap();
        let end = all.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        let head = String::from_utf8(all[..end].to_vec()).unwrap();
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let header = |line: &str| {
            let (name, value) = line.split_once(':').unwrap();
            (name.to_ascii_lowercase(), value.trim().to_owned())
        };
        Answer { status, headers: lines.map(header).collect(), body: all[end + 4..].to_vec() }
    }

    /// Sends a form as a browser does.
    pub(crate) fn post(&self, path: &str, parts: &[Part<'_>]) -> Answer {
        let mut body = Vec::new();
        // What browsers do to names in the head of a part.
        let named = |name: &str| name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A");
        for part in parts {
            let file = part.file.map_or(String::new(), |name| {
                format!("; filename=\"{}\"\r\nContent-Type: application/octet-stream", named(name))
            });
            let head = format!(
                "--rule\r\nContent-Disposition: form-data; name=\"{}\"{file}\r\n\r\n",
                named(part.name)
            );
            body.extend(head.as_bytes());
            body.extend(part.value);
            body.extend(b"\r\n");
        }
        body.extend(b"--rule--\r\n");
        self.ask("POST", path, "multipart/form-data; boundary=rule", &body)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Answer {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}
