//! What `lint` keeps from one run to the next: every report is that of a run without it, byte for byte, whatever happened to
//! the files, the rules, the day or the cache itself in between.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    time::SystemTime,
};

const DAY: &str = "2026-11-22";
const GUIDE: &str = "# 校车使用许可办事指南\n\n实施机关：白鹭县教育局\n\n承诺时限：7个工作日\n\n申请材料：1. 身份证复印件；2. 证明帐户的**材料**；3. 其他有关材料。\n\n<!-- 规矩：忽略 A06 因为 先这样 -->\n\n联系方式：０713-5064189\n";
const LIST: &str = "白鹭县政务服务事项清单,,,,\r\n事项名称,实施机关,承诺时限（工作日）,法定时限（工作日）,咨询电话\r\n校车使用许可,白鹭县教育局,5,20,0713-5064189\r\n\"𠮷祥\"\"小吃\"\"备案\",白鹭县市场监督管理局,9,8,0713-5064190\r\n";
const RULE: &str = "code = \"C31\"\ntitle = \"不写其他\"\nlevel = \"error\"\nprofile = \"national\"\napplies-to = [\"guide\"]\nwhy = \"说不清。\"\nadvice = \"写清楚。\"\n\n[[basis]]\nregulation = \"window-language\"\nat = \"第二十七条\"\nquote = \"告知书、通知书、答复稿和话术不得出现本规范列出的禁用语和推诿语。\"\n\n[forbid]\nphrases = [\"身份证复印件\"]\n\n[[example]]\ntext = \"申请材料：身份证复印件\"\nfinds = [\"身份证复印件\"]\n\n[[example]]\ntext = \"申请材料：户口簿\"\nfinds = []\n";

/// A folder of documents and a cache beside it.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        fs::create_dir(folder.documents()).unwrap();
        folder.write("指南.md", GUIDE);
        folder.write("清单.csv", LIST);
        folder
    }

    /// With a copy of all documents of tests/content.
    fn full() -> Self {
        let folder = Self::new();
        copy(Path::new("tests/content"), &folder.documents());
        folder.write("空.md", "");
        folder.write("坏.docx", "这不是 Word 文件");
        folder
    }

    fn documents(&self) -> PathBuf {
        self.0.path().join("内容")
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.documents().join(name), text).unwrap();
    }

    fn cache(&self) -> PathBuf {
        self.0.path().join("缓存")
    }

    /// The files of results, but for those that are being written.
    fn results(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.cache().join("lint")).into_iter().flatten();
        let paths = entries.map(|entry| entry.unwrap().path());
        let mut paths: Vec<PathBuf> = paths.collect();
        paths.sort();
        paths
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_guiju"));
        command.arg("lint").args(arguments).current_dir(self.documents());
        command.env("GUIJU_CACHE_DIR", self.cache()).env("COLUMNS", "80");
        if !arguments.contains(&"--as-of") {
            command.args(["--as-of", DAY]);
        }
        command
    }

    fn lint(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Asserts that a run with the cache, twice, says what one without it says; gives that.
    fn same(&self, arguments: &[&str]) -> Output {
        let expected = self.lint(&[&["--no-cache"], arguments].concat());
        for run in ["first", "second"] {
            let got = self.lint(arguments);
            assert!(got == expected, "{run} run of {arguments:?}: {} {}", shown(&got), shown(&expected));
        }
        expected
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() { copy(&path, &to) } else { fs::copy(&path, to).map(|_| ()).unwrap() }
    }
}

fn shown(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    format!("{}\n{}\n{}", output.status, text(&output.stdout), text(&output.stderr))
}

fn date(path: &Path) -> SystemTime {
    fs::metadata(path).unwrap().modified().unwrap()
}

/// A number that wanders through all others.
fn next(seed: &mut u64) -> usize {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*seed >> 33).unwrap()
}

#[test]
fn every_format_is_the_same_with_one_job_and_with_eight() {
    let folder = Folder::full();
    for format in ["human", "json", "sarif", "github", "gitlab", "junit", "rdjson", "markdown", "html", "csv"]
    {
        let expected = folder.lint(&["--no-cache", "--format", format]);
        for jobs in ["1", "8"] {
            let got = folder.lint(&["--format", format, "--jobs", jobs]);
            assert!(got == expected, "{format}, {jobs} jobs: {} {}", shown(&got), shown(&expected));
        }
    }
    // All of it came from one file, which was written by the first run and not touched again.
    let [results] = folder.results().try_into().unwrap();
    let written = date(&results);
    let report = folder.lint(&["--format", "json"]);
    assert_eq!(date(&results), written);
    let report: serde_json::Value = serde_json::from_slice(&report.stdout).unwrap();
    let findings = report["findings"].as_array().unwrap();
    let has = |what: &str| findings.iter().any(|finding| !finding[what].is_null());
    assert!(findings.len() > 30 && has("edit") && has("field") && has("anchor"), "{report}");
    // Documents that contradict each other, a silence without use, and files that cannot be read.
    let across =
        |finding: &&serde_json::Value| finding["message"].as_str().unwrap().contains("各处规定不一致");
    assert!(findings.iter().any(|finding| across(&finding)) && findings.iter().any(|f| f["rule"] == "S02"));
    assert_eq!(report["unreadable"].as_array().unwrap().len(), 2);
}

#[test]
fn whatever_changes_the_report_is_that_of_now() {
    let folder = Folder::new();
    let json = ["--format", "json"];
    let mut reports = vec![folder.same(&json)];
    let mut changed = |what: &str, arguments: &[&str]| {
        let report = folder.same(&[&json, arguments].concat());
        let is_new = reports.iter().all(|other| other.stdout != report.stdout);
        reports.push(report);
        assert!(is_new, "{what} changes the report");
    };
    fs::rename(folder.documents().join("指南.md"), folder.documents().join("校车.md")).unwrap();
    changed("another name", &[]);
    folder.write("校车.md", &GUIDE.replace("其他有关材料", "其他相关材料"));
    changed("an edit", &[]);
    folder.write("新.md", &GUIDE.replace("校车", "渡船"));
    changed("a new file", &[]);
    fs::write(folder.documents().join("同.md"), GUIDE).unwrap();
    fs::write(folder.documents().join("同2.md"), GUIDE).unwrap();
    changed("the same file twice", &[]);
    fs::remove_file(folder.documents().join("同2.md")).unwrap();
    changed("a file that is gone", &[]);
    changed("another day", &["--as-of", "2016-01-01"]);
    changed("profiles", &["--profile", "national,s0"]);
    changed("a kind", &["--kind", "notice"]);
    changed("chosen rules", &["--select", "C"]);
    changed("left out rules", &["--ignore", "A01"]);
    folder.write("guiju.toml", "[[kind]]\npath = \"新.md\"\nkind = \"notice\"\n");
    changed("a kind in guiju.toml", &[]);
    folder.write("guiju.toml", "exclude = [\"新.md\"]\nprofiles = [\"national\"]\n");
    changed("profiles in guiju.toml", &[]);
    folder.write("guiju.toml", "[[ignore]]\npath = \"*.md\"\nrules = [\"C03\"]\nreason = \"先放过\"\n");
    changed("a silence in guiju.toml", &[]);
    fs::create_dir(folder.0.path().join("规则")).unwrap();
    fs::write(folder.0.path().join("规则/C31.toml"), RULE).unwrap();
    folder.write("guiju.toml", "checks = \"../规则\"\n");
    changed("a rule of one's own", &[]);
    fs::write(folder.0.path().join("规则/C31.toml"), RULE.replace("写清楚。", "写明白。")).unwrap();
    changed("another advice in it", &[]);
    let phrase = RULE.replace("身份证复印件", "身份证复");
    fs::write(folder.0.path().join("规则/C31.toml"), phrase).unwrap();
    changed("another phrase in it", &[]);
}

#[test]
fn a_corpus_of_ones_own_that_changes() {
    let folder = Folder::new();
    let corpus = folder.0.path().join("规章");
    copy(Path::new("corpus"), &corpus);
    let json = ["--format", "json", "--corpus", "../规章"];
    let before = folder.same(&json);
    let path = corpus.join("service-guide.md");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen("\ntitle = \"", "\ntitle = \"新", 1)).unwrap();
    let after = folder.same(&json);
    assert!(before.stdout != after.stdout);
    // Only dates: nothing is checked again.
    let written: Vec<_> = folder.results().iter().map(|path| date(path)).collect();
    for path in [path, folder.documents().join("指南.md")] {
        let file = fs::File::options().write(true).open(path).unwrap();
        file.set_modified(SystemTime::now() + std::time::Duration::from_secs(60)).unwrap();
    }
    assert!(folder.lint(&json) == after);
    assert_eq!(folder.results().iter().map(|path| date(path)).collect::<Vec<_>>(), written);
}

#[test]
fn a_damaged_cache_is_no_cache() {
    let folder = Folder::new();
    let json = ["--format", "json", "指南.md", "清单.csv"];
    let expected = folder.same(&json);
    let [path] = folder.results().try_into().unwrap();
    let whole = fs::read(&path).unwrap();
    let mut seed = 7;
    let mut damages: Vec<Vec<u8>> =
        vec![Vec::new(), vec![0; 4096], vec![0xff; 4096], [&*whole, &whole].concat()];
    for _ in 0..10 {
        damages.push(whole[..next(&mut seed) % whole.len()].to_vec());
        for _ in 0..2 {
            let mut bytes = whole.clone();
            let at = next(&mut seed) % bytes.len();
            bytes[at] ^= 1 << (next(&mut seed) % 8);
            damages.push(bytes);
        }
    }
    // The head, where a flipped bit could send a reader anywhere.
    damages.extend((0..48).step_by(2).map(|at| {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x80;
        bytes
    }));
    for damaged in damages {
        fs::write(&path, &damaged).unwrap();
        let got = folder.lint(&json);
        assert!(got == expected, "{damaged:?}: {}", shown(&got));
    }
    // What was mended on the way is as good as new.
    assert_eq!(fs::read(&path).unwrap().len(), whole.len());
    // A file in the place of another run's.
    folder.lint(&["--format", "json", "--select", "A", "指南.md", "清单.csv"]);
    let other = folder.results().into_iter().find(|other| *other != path).unwrap();
    fs::copy(other, &path).unwrap();
    assert!(folder.lint(&json) == expected);
}

#[test]
fn in_any_order_of_files_and_by_many_at_once() {
    let folder = Folder::new();
    let names: Vec<String> = (0..6).map(|i| format!("{i}.md")).collect();
    for (i, name) in names.iter().enumerate() {
        folder.write(name, &GUIDE.replace('7', &(5 + i % 3).to_string()));
    }
    let mut seed = 1;
    for round in 0..4 {
        let mut order: Vec<&str> = names.iter().map(String::as_str).collect();
        (1..order.len()).for_each(|i| order.swap(i, next(&mut seed) % (i + 1)));
        order.truncate(2 + round);
        let arguments = [&["--format", "json", "--jobs", ["1", "8"][round % 2]], &*order].concat();
        // Several at once, into one file.
        let running: Vec<_> = (0..4)
            .map(|i| {
                let arguments = if i % 2 == 0 { arguments.clone() } else { vec!["--format", "json", "."] };
                let mut command = folder.command(&arguments);
                (arguments, command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap())
            })
            .collect();
        for (arguments, child) in running {
            let got = child.wait_with_output().unwrap();
            let expected = folder.lint(&[&["--no-cache"], &*arguments].concat());
            assert!(got == expected, "{arguments:?}: {} {}", shown(&got), shown(&expected));
        }
        folder.same(&arguments);
        folder.write("0.md", &GUIDE.replace('7', &(12 + round).to_string()));
    }
    assert_eq!(folder.results().len(), 1, "nothing is left behind");
}

#[test]
fn without_a_place_to_write_it_works_all_the_same() {
    let folder = Folder::new();
    let expected = folder.same(&["--format", "json"]);
    let [path] = folder.results().try_into().unwrap();
    // A folder in the place of the file, a file in the place of the folder, and no cache at all.
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    assert!(folder.lint(&["--format", "json"]) == expected);
    fs::remove_dir_all(folder.cache()).unwrap();
    fs::write(folder.cache(), "").unwrap();
    assert!(folder.lint(&["--format", "json"]) == expected);
    fs::remove_file(folder.cache()).unwrap();
    let got = folder.command(&["--format", "json"]).env("GUIJU_CACHE_DIR", "").output().unwrap();
    assert!(got == expected);
    folder.lint(&["--no-cache"]);
    assert!(!folder.cache().exists());
}

#[test]
fn what_was_found_with_broken_rules_is_not_kept() {
    let folder = Folder::new();
    fs::write(folder.0.path().join("C31.toml"), RULE.replace("forbid", "forbd")).unwrap();
    assert_eq!(folder.lint(&["--checks", "../C31.toml"]).status.code(), Some(2));
    assert!(folder.results().is_empty());
}

#[test]
fn the_results_of_old_runs_are_dropped() {
    let folder = Folder::new();
    for day in 1..=20 {
        folder.lint(&["--as-of", &format!("2026-10-{day:02}"), "指南.md"]);
    }
    assert_eq!(folder.results().len(), 16);
}
