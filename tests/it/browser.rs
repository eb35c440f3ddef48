//! The web page in a real browser, Chromium, driven by the scripts in tests/browser/.
//!
//! Needs `chromium`, `node` (20 or later) and what `npm ci` installs in tests/browser/.

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

const FOLDER: &str = "tests/browser";

/// The program while it answers; stopped when it is no longer needed.
struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts the program on a port that is free, and waits until it says where.
fn serve() -> (Served, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_guiju"))
        .args(["serve", "--port", "0"])
        .env("GUIJU_CACHE_DIR", "")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut said).unwrap();
    let served = Served(child);
    let address = said.split_whitespace().find(|word| word.starts_with("http://"));
    (served, address.unwrap_or_else(|| panic!("no address: {said}")).to_owned())
}

#[test]
fn staff_and_editors_do_their_work_in_a_browser() {
    let chromium = std::env::var("CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".to_owned());
    for (needed, remedy) in [
        (Path::new(&chromium), "apt-get install chromium, or name one in CHROMIUM"),
        (&Path::new(FOLDER).join("node_modules/playwright-core"), "npm ci in tests/browser"),
        (&Path::new(FOLDER).join("node_modules/axe-core"), "npm ci in tests/browser"),
    ] {
        assert!(needed.exists(), "{} is not here: {remedy}", needed.display());
    }
    let (_served, address) = serve();
    let tests = ["staff", "editor", "scripts", "looks"].map(|name| format!("{FOLDER}/{name}.test.js"));
    let output = Command::new("node")
        .args(["--test", "--test-concurrency=2", "--test-reporter=spec"])
        .args(&tests)
        .env("GUIJU_URL", address)
        .env("CHROMIUM", chromium)
        .output()
        .unwrap_or_else(|error| panic!("node does not run: {error}; apt-get install nodejs npm"));
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}\n{}", String::from_utf8_lossy(&output.stderr));
    println!("{told}");
}
