//! What the recipes for pipelines and hooks run, run.

use std::{fs, path::Path, process::Command};

/// The script of the step `name` of action.yml.
fn step(name: &str) -> String {
    let action = fs::read_to_string("action.yml").unwrap().replace('\r', "");
    let (_, step) = action.split_once(&format!("- name: {name}\n")).unwrap();
    let (_, script) = step.split_once("run: |\n").unwrap();
    let lines = script.lines().take_while(|line| line.starts_with("        ") || line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

const GUIDE: &str = "# 食品经营许可办事指南\n\n申请材料：其他有关材料。\n";

#[test]
#[cfg(unix)]
fn options_of_the_action_may_stand_on_several_lines() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("甲 乙.md"), GUIDE).unwrap();
    let run = |arguments: &str| {
        let mut command = Command::new("bash");
        command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", &step("检查")]);
        command.env("GUIJU", env!("CARGO_BIN_EXE_guiju")).env("PATHS", "甲 乙.md\n\n").env("ARGS", arguments);
        command.env("SINCE", "").env("SARIF", "甲.sarif").current_dir(folder.path());
        let output = command.output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let (code, annotations) = run("");
    assert!(
        code == Some(1) && annotations.contains("::error file=甲 乙.md,line=3"),
        "{code:?} {annotations}"
    );
    assert!(Path::exists(&folder.path().join("甲.sarif")));
    assert_eq!(run("--select  C03\n--fail-on never\n").0, Some(0));
}

#[test]
fn the_hook_leaves_out_what_the_configuration_leaves_out() {
    let hooks = fs::read_to_string(".pre-commit-hooks.yaml").unwrap();
    let entry = hooks.lines().find_map(|line| line.trim().strip_prefix("entry: guiju ")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("guiju.toml"), "exclude = [\"README.md\"]\n").unwrap();
    fs::write(folder.path().join("README.md"), "# 写给编辑\n").unwrap();
    fs::write(folder.path().join("a.md"), GUIDE).unwrap();
    let run = |files: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_guiju"));
        command.args(entry.split(' ')).args(["--select", "C03"]).args(files).current_dir(folder.path());
        let output = command.output().unwrap();
        (output.status.code(), String::from_utf8([output.stdout, output.stderr].concat()).unwrap())
    };
    let (code, said) = run(&["README.md"]);
    assert!(code == Some(0) && said.contains("没有要检查的"), "{code:?} {said}");
    let (code, said) = run(&["README.md", "a.md"]);
    assert!(code == Some(1) && said.contains("检查了 1 个文件"), "{code:?} {said}");
}
