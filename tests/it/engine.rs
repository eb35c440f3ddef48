//! A real distributed engine loaded with the export: Sphinx, three shards and an index over them, on the loopback. It finds
//! for a phrase as many articles as `guiju search` does, and says when a shard is missing.
//!
//! Needs `indexer` and `searchd` (Debian: sphinxsearch); everything lies in a temporary folder, and the programs end with the test.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use guiju::{
    corpus::{
        self, Corpus,
        export::{articles_of_all, sphinx},
    },
    search::{Index, Matched, Material, Options},
};

use crate::{export::hostile, program::guiju};

const SHARDS: usize = 3;
const PATIENCE: Duration = Duration::from_secs(30);

/// A running searchd, which ends with this value, also when the test fails.
struct Daemon(Child);

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Daemon {
    /// Starts the searchd of `folder` and waits until it listens on `port`; `None` when it ended, its port being taken.
    fn start(folder: &Path, port: u16) -> Option<Self> {
        let log = fs::File::create(folder.join("console.log")).unwrap();
        let mut daemon = Self(
            // It ends with us also when nobody can run `drop` any more.
            Command::new("setpriv")
                .args(["--pdeathsig", "KILL", "searchd", "--config", "sphinx.conf", "--nodetach"])
                .current_dir(folder)
                .stdin(Stdio::null())
                .stderr(log.try_clone().unwrap())
                .stdout(log)
                .spawn()
                .unwrap(),
        );
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if daemon.0.try_wait().unwrap().is_some() {
                return None;
            }
            if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
                return Some(daemon);
            }
            thread::sleep(Duration::from_millis(50));
        }
        panic!("searchd does not listen: {}", fs::read_to_string(folder.join("console.log")).unwrap());
    }
}

/// A connection that speaks as much of MySQL's protocol as SphinxQL needs.
struct Sql(TcpStream);

impl Sql {
    fn connect(port: u16) -> Self {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let mut sql = Self(stream);
        let _greeting = sql.packet();
        let mut login = Vec::new();
        // Protocol 4.1 with secure connection; packets up to 16 MB; UTF-8; nobody's name, no password.
        login.extend(0x0000_8201_u32.to_le_bytes());
        login.extend(0x0100_0000_u32.to_le_bytes());
        login.push(33);
        login.extend([0; 23]);
        login.extend(*b"guiju\0\0");
        sql.send(1, &login);
        assert_eq!(sql.packet().first(), Some(&0), "the login is answered with OK");
        sql
    }

    fn send(&mut self, sequence: u8, payload: &[u8]) {
        let mut packet = u32::try_from(payload.len()).unwrap().to_le_bytes()[..3].to_vec();
        packet.push(sequence);
        packet.extend(payload);
        self.0.write_all(&packet).unwrap();
    }

    fn packet(&mut self) -> Vec<u8> {
        let mut head = [0; 4];
        self.0.read_exact(&mut head).unwrap();
        let mut payload = vec![0; u32::from_le_bytes([head[0], head[1], head[2], 0]) as usize];
        self.0.read_exact(&mut payload).unwrap();
        payload
    }

    /// The rows of an answer, up to the packet that ends them.
    fn rows(&mut self) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        loop {
            let packet = self.packet();
            if packet[0] == 0xFE && packet.len() < 9 {
                return rows;
            }
            rows.push(strings(&packet));
        }
    }

    /// Answers a statement that has rows.
    fn ask(&mut self, statement: &str) -> Vec<Vec<String>> {
        self.send(0, &[&[3], statement.as_bytes()].concat());
        let head = self.packet();
        assert!(head[0] != 0xFF, "{statement}: {}", String::from_utf8_lossy(&head[3..]));
        let _columns = self.rows();
        self.rows()
    }

    /// How many articles `query` finds in all, and the warning when not every shard answered.
    fn total(&mut self, query: &str) -> (usize, Option<String>) {
        self.ask(&format!("SELECT id FROM {} WHERE MATCH('{query}') LIMIT 1", sphinx::INDEX));
        let meta = self.ask("SHOW META");
        let value = |name: &str| meta.iter().find(|row| row[0] == name).map(|row| row[1].clone());
        (value("total_found").unwrap().parse().unwrap(), value("warning"))
    }
}

/// The strings of a row, each behind its length.
fn strings(mut row: &[u8]) -> Vec<String> {
    let mut out = Vec::new();
    while let Some((&first, rest)) = row.split_first() {
        let (length, rest) = match first {
            0xFB => (0, rest),
            0xFC => (usize::from(u16::from_le_bytes([rest[0], rest[1]])), &rest[2..]),
            short => (usize::from(short), rest),
        };
        out.push(String::from_utf8_lossy(&rest[..length]).into_owned());
        row = &rest[length..];
    }
    out
}

/// Numbers that look random and are the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % n as u64).unwrap()
    }
}

/// Ports that nobody listens on.
fn free_ports() -> sphinx::Ports {
    let listeners: Vec<TcpListener> =
        (0..SHARDS + 2).map(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap()).collect();
    let mut ports = listeners.iter().map(|listener| listener.local_addr().unwrap().port());
    sphinx::Ports { sql: ports.next().unwrap(), api: ports.next().unwrap(), shards: ports.collect() }
}

/// Starts the shards, and last the index over them, on free ports.
fn start(folder: &Path) -> (sphinx::Ports, Vec<Daemon>, Daemon) {
    for _ in 0..3 {
        let ports = free_ports();
        let mut shards = Vec::new();
        for (i, &port) in (1..).zip(&ports.shards) {
            let folder = folder.join(format!("shard-{i}"));
            fs::write(folder.join("sphinx.conf"), sphinx::shard(port)).unwrap();
            shards.extend(Daemon::start(&folder, port));
        }
        fs::write(folder.join("sphinx.conf"), sphinx::distributed(&ports)).unwrap();
        // Between finding a port and listening on it another program may have taken it: then once more.
        if let Some(all) = Daemon::start(folder, ports.sql).filter(|_| shards.len() == SHARDS) {
            return (ports, shards, all);
        }
    }
    panic!("no free ports");
}

/// A phrase of 2 to 8 characters out of `text`.
fn cut(text: &str, random: &mut Random) -> Option<String> {
    let characters: Vec<char> = text.chars().collect();
    let length = 2 + random.below(7);
    let from = random.below((characters.len() + 1).checked_sub(length).filter(|&room| room > 0)?);
    Some(characters[from..from + length].iter().collect())
}

#[test]
fn engine() {
    let place = tempfile::tempdir().unwrap();
    let (source, into) = (place.path().join("规章"), place.path().join("导出"));
    fs::create_dir(&source).unwrap();
    let files: Vec<_> = corpus::embedded().into_iter().chain(hostile()).collect();
    for (i, file) in files.iter().enumerate() {
        let name = Path::new(&file.path).file_name().unwrap().to_str().unwrap();
        fs::write(source.join(format!("{i}-{name}")), file.text.as_bytes()).unwrap();
    }
    let arguments = ["corpus", "export", "--format", "sphinx", "--corpus", source.to_str().unwrap()];
    let run = guiju(&[&arguments[..], &["--into", into.to_str().unwrap()]].concat());
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    for i in 1..=SHARDS {
        let folder = into.join(format!("shard-{i}"));
        let made =
            Command::new("indexer").args(["--config", "sphinx.conf", "--all"]).current_dir(folder).output();
        let made = made.expect("indexer of sphinxsearch is installed");
        let said = String::from_utf8_lossy(&made.stdout);
        assert!(made.status.success() && !said.contains("WARNING"), "{said}");
    }
    let (ports, mut shards, _all) = start(&into);
    let mut sql = Sql::connect(ports.sql);

    let (corpus, _) = Corpus::load(&files);
    let index =
        Index::build(&Material { regulations: corpus.regulations().iter().collect(), ..Material::default() })
            .unwrap();
    let folded: Vec<String> = articles_of_all(corpus.regulations()).map(|article| article.folded).collect();
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let (mut plain, mut marked) = (Vec::new(), Vec::new());
    while plain.len() < 200 || marked.len() < 100 {
        let article = &folded[random.below(folded.len())];
        let lines: Vec<&str> = article.lines().collect();
        let Some(line) = lines.get(random.below(lines.len().max(1))) else { continue };
        let Some(phrase) = cut(line, &mut random) else { continue };
        // A quoted query cannot hold a quote, and blanks are told apart below.
        if phrase.contains(['"', ' ']) || phrase.contains(|c: char| c.is_control() || c == '\u{FFFE}') {
            continue;
        }
        // What names an article is found by its name as well, which no engine knows.
        let answer =
            index.search(&format!("\"{phrase}\""), &Options { limit: 1, ..Options::default() }).unwrap();
        if answer.hits.iter().any(|hit| hit.matched == Matched::Cited) {
            continue;
        }
        assert!(answer.hits.iter().all(|hit| hit.matched == Matched::Exact), "{phrase}");
        let phrases = if phrase.chars().all(char::is_alphanumeric) { &mut plain } else { &mut marked };
        phrases.push((phrase, answer.total));
    }
    plain.truncate(200);
    marked.truncate(100);
    let all_of = |sql: &mut Sql| {
        for (phrase, total) in plain.iter().chain(&marked) {
            assert_eq!(sql.total(&sphinx::phrase(phrase)), (*total, None), "{phrase}");
        }
    };
    all_of(&mut sql);
    println!("{} phrases, {} with punctuation: totals as of guiju", plain.len(), marked.len());

    // What somebody types, and nobody has folded.
    let containing = |needle: &str| folded.iter().filter(|text| text.contains(needle)).count();
    for (typed, needle) in [
        ("一次性告知", "一次性告知"),
        ("辦理", "办理"),
        ("５　個工作日", "5个工作日"),
        ("不\u{200B}得", "不得"),
        ("（以下簡稱", "(以下简称"),
        ("𠮷野家", "𠮷野家"),
        ("Ab", "ab"),
        ("。 不", "。不"),
        ("应当，", "应当,"),
        ("的,", "的,"),
        ("中心:", "中心:"),
    ] {
        let wanted = containing(needle);
        assert_eq!(sql.total(&format!("@folded \"{typed}\"")), (wanted, None), "{typed}");
    }
    let headed =
        articles_of_all(corpus.regulations()).filter(|article| article.heading().contains("限时办结制度"));
    assert_eq!(sql.total("@heading \"限時辦結制度\""), (headed.count(), None));
    // No phrase crosses a line: one item ends, the next begins.
    assert_eq!(sql.total(&sphinx::phrase("<甲>;(二)乙:")), (0, None));
    assert_eq!(sql.total(&sphinx::phrase("<甲>;\n(二)乙:")), (1, None));
    // The known difference: blanks between letters do not count.
    assert_eq!((containing("ab cd"), containing("abcd")), (1, 0));
    assert_eq!((sql.total(&sphinx::phrase("ab cd")).0, sql.total(&sphinx::phrase("abcd")).0), (1, 1));

    // A shard goes away: the rest is found, and the answer says which one is missing.
    drop(shards.remove(1));
    let present = |needle: &str| {
        (0..).zip(&folded).filter(|(i, text)| i % SHARDS != 1 && text.contains(needle)).count()
    };
    let mut less = 0;
    for (phrase, total) in plain.iter().take(40) {
        let (found, warning) = sql.total(&sphinx::phrase(phrase));
        assert_eq!(found, present(phrase), "{phrase}");
        less += total - found;
        let warning = warning.expect("the answer says that it is not whole");
        let agent = |port: u16| format!("agent 127.0.0.1:{port}:");
        assert!(warning.contains(&agent(ports.shards[1])), "{warning}");
        assert!(
            !warning.contains(&agent(ports.shards[0])) && !warning.contains(&agent(ports.shards[2])),
            "{warning}"
        );
        if phrase == &plain[0].0 {
            println!("without the second shard: {warning}");
        }
    }
    assert!(less > 0, "some of it was on that shard");
    let warnings = sql.ask("SHOW WARNINGS");
    assert!(
        warnings.concat().iter().any(|words| words.contains(&ports.shards[1].to_string())),
        "{warnings:?}"
    );

    // And comes back.
    shards.extend(Daemon::start(&into.join("shard-2"), ports.shards[1]));
    all_of(&mut sql);
}
