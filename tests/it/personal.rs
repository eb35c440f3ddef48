//! Numbers that identify a person reach no output whole: reports are passed on.

use crate::program::guiju;

const IDENTITY: &str = "370102199003072345";
const MOBILE: &str = "13912345678";

#[test]
fn no_output_repeats_them() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("办结公告.md");
    let text = format!(
        "办结公告\n\n王某某（身份证号{IDENTITY}，手机{MOBILE}，住址：望川街18号3单元301室的申请已办结。\n\n联系电话：{MOBILE}\n\n身份证号：{IDENTITY}\n\n办理地点：见{IDENTITY}\n"
    );
    std::fs::write(&file, text).unwrap();
    let file = file.to_str().unwrap();
    for arguments in [
        ["lint", "--format", "human", file],
        ["lint", "--format", "json", file],
        ["inspect", "--format", "human", file],
        ["inspect", "--format", "json", file],
    ] {
        let run = guiju(&arguments);
        assert!(run.stdout.len() > 200, "{arguments:?} says something: {}", run.stderr);
        for number in [IDENTITY, MOBILE] {
            assert!(!run.stdout.contains(number), "{arguments:?}: {}", run.stdout);
        }
    }
}
