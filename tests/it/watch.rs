//! `lint --watch`: the program runs on while files change.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read},
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, Sender, channel},
    time::Duration,
};

struct Watching {
    child: Child,
    lines: Receiver<String>,
}

impl Watching {
    fn start(folder: &Path, options: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_guiju"))
            .args(["lint", "--watch", "--format", "json", "--select", "C03", "."])
            .args(options)
            .current_dir(folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (send, lines) = channel();
        read(child.stdout.take().unwrap(), send.clone());
        read(child.stderr.take().unwrap(), send);
        Self { child, lines }
    }

    /// Waits for a line with these words, however long that takes.
    fn wait(&self, words: &str) -> String {
        loop {
            let line = self.lines.recv_timeout(Duration::from_secs(120));
            let line = line.unwrap_or_else(|_| panic!("never said: {words}"));
            if line.contains(words) {
                return line;
            }
        }
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn read(stream: impl Read + Send + 'static, send: Sender<String>) {
    std::thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            let _ = send.send(line);
        }
    });
}

const GUIDE: &str = "# 居住证办事指南\n\n## 申请材料\n\n1. 身份证复印件。\n";

#[test]
fn files_are_checked_again_when_they_change() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    fs::write(file("甲.md"), GUIDE).unwrap();
    let mut watching = Watching::start(folder.path(), &[]);
    watching.wait("等着文件改动");

    fs::write(file("甲.md"), format!("{GUIDE}2. 其他有关材料。\n")).unwrap();
    watching.wait("1 个文件有改动");
    watching.wait(r#""rule": "C03""#);

    // As editors write: another file takes the name of the old one.
    fs::write(file(".甲.tmp"), format!("{GUIDE}\n2. 其他相关材料。\n")).unwrap();
    fs::rename(file(".甲.tmp"), file("甲.md")).unwrap();
    watching.wait(r#""text": "其他相关材料""#);

    // New ones, those that got another name, and those that are gone.
    fs::write(file("乙.md"), format!("{GUIDE}3. 其他材料。\n")).unwrap();
    watching.wait(r#""path": "乙.md""#);
    fs::rename(file("乙.md"), file("丙.md")).unwrap();
    watching.wait("1 个文件已删除或改名");
    watching.wait(r#""path": "丙.md""#);
    fs::remove_file(file("丙.md")).unwrap();
    watching.wait("已删除或改名");
    fs::write(file("甲.md"), GUIDE).unwrap();
    watching.wait(r#""documents": 1"#);
    assert!(watching.child.try_wait().unwrap().is_none(), "it waits for more");
}

#[test]
fn lines_that_change_while_files_are_watched_are_new() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("甲.md"), format!("{GUIDE}2. 其他有关材料。\n")).unwrap();
    // Of no kind: the first check fails, and files are watched all the same.
    fs::write(folder.path().join("读我.md"), "写给编辑。\n").unwrap();
    for arguments in [
        &["init", "-q"][..],
        &["add", "-A"],
        &["-c", "user.name=a", "-c", "user.email=a@example.invalid", "commit", "-q", "-m", "a"],
    ] {
        assert!(Command::new("git").args(arguments).current_dir(folder.path()).status().unwrap().success());
    }
    let watching = Watching::start(folder.path(), &["--new-since", "HEAD"]);
    watching.wait("等着文件改动");
    fs::write(folder.path().join("甲.md"), format!("{GUIDE}2. 其他相关材料。\n")).unwrap();
    watching.wait(r#""text": "其他相关材料""#);
}
