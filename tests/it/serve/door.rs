//! Who is answered, with what, and what programs are told.

use std::{fs, io::Write as _, net::TcpStream, path::Path, process::Command};

use serde_json::Value;

use super::{Server, field};
use crate::program::guiju;

/// Lines of the head of a request.
type Head<'a> = &'a [(&'a str, &'a str)];

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

const PAGES: [&str; 11] = [
    "/",
    "/search?q=%E6%8A%95%E8%AF%89",
    "/search?q=swfz",
    "/id/time-limited-completion",
    "/id/time-limited-completion@2026-01-01/3",
    "/compare?q=%E6%8A%95%E8%AF%89",
    "/compare?left=complaints&right=first-contact",
    "/check",
    "/rules",
    "/rules/C03",
    "/library",
];

#[test]
fn every_page_is_whole_and_asks_nothing_of_others() {
    let server = Server::start();
    for path in PAGES {
        let answer = server.get(path);
        assert_eq!(answer.status, 200, "{path}");
        let text = answer.text();
        assert!(text.starts_with("<!DOCTYPE html>") && text.ends_with("</html>"), "{path}");
        for (name, begins) in [
            ("content-security-policy", "default-src 'none'"),
            ("x-content-type-options", "nosniff"),
            ("cache-control", "no-store"),
        ] {
            assert!(answer.headers[name].starts_with(begins), "{path}: {name}");
        }
        for unwanted in
            ["style=", "<style", "onclick", "javascript:", "src=\"http", "href=\"http", "src=\"//"]
        {
            assert!(!text.contains(unwanted), "{path}: {unwanted}");
        }
        assert_eq!(text.matches("<script").count(), 1, "{path}");
    }
    let first: usize = ["/", "/assets/style.css", "/assets/script.js", "/assets/icon.svg"]
        .map(|path| server.get(path).body.len())
        .iter()
        .sum();
    assert!(first <= 120_000, "{first} bytes at first load");
}

#[test]
fn links_of_a_page_lead_somewhere() {
    let server = Server::start();
    let mut links = std::collections::BTreeSet::new();
    for path in PAGES {
        let answer = server.get(path);
        let text = answer.text();
        for part in text.split("href=\"").skip(1) {
            let link = part.split('"').next().unwrap().replace("&amp;", "&");
            if link.starts_with('/') {
                links.insert(link.split('#').next().unwrap().to_owned());
            }
        }
    }
    assert!(links.len() > 150, "{}", links.len());
    for link in links {
        assert_eq!(server.get(&link).status, 200, "{link}");
    }
}

#[test]
fn addresses_that_are_told_are_there() {
    let server = Server::start();
    let address = regex::Regex::new(r"/id/[a-z0-9@/-]+").unwrap();
    let mut seen = 0;
    let told = server.get("/id/complaints@yesterday").text().to_owned();
    let readme = ["README.md", "README.zh-CN.md"].map(|name| fs::read_to_string(name).unwrap());
    for found in
        address.find_iter(&(readme.concat() + &told)).filter(|found| !found.as_str().contains("yesterday"))
    {
        assert_eq!(server.get(found.as_str()).status, 200, "{}", found.as_str());
        seen += 1;
    }
    assert!(seen >= 2, "{seen}");
    // The day of an edition behind the article, as it is cited.
    let answer = server.get("/id/time-limited-completion/2/2@2026-01-01");
    let to = "/id/time-limited-completion@2026-01-01/2/2";
    assert_eq!((answer.status, answer.headers["location"].as_str()), (303, to));
    assert_eq!(server.get(to).status, 200);
}

#[test]
fn the_button_leads_to_what_is_cited_and_else_to_results_at_a_short_address() {
    let server = Server::start();
    let form = "category=&issuer=&status=&as_of=&go=1";
    let led = |query: &str| {
        let answer = server.get(&format!("/search?q={}&{form}", encoded(query)));
        (answer.status, answer.headers["location"].clone())
    };
    for (query, to) in [
        ("限时办结制度第三条", "/id/time-limited-completion/3?q="),
        ("限时办结制度第二条第二款", "/id/time-limited-completion/2/2?q="),
        ("材料不全怎么办", "/search?q="),
        ("限时办结制度", "/search?q="),
        ("《限时办结制度》第三条说的当场办结是什么意思", "/search?q="),
        ("限时办结制度第九十条", "/search?q="),
    ] {
        let (status, address) = led(query);
        assert_eq!((status, address.as_str()), (303, format!("{to}{}", encoded(query)).as_str()), "{query}");
        let page = server.get(&address);
        assert_eq!(page.status, 200, "{query}");
        assert_eq!(page.text().contains("的全部检索结果"), to.starts_with("/id/"), "{query}");
    }
    assert_eq!(led(""), (303, "/".to_owned()));
    // The full results stay where they were.
    let results = format!("/search?q={}", encoded("限时办结制度第三条"));
    assert_eq!(server.get(&results).status, 200);
}

#[test]
fn what_a_filter_counts_is_what_it_finds() {
    let server = Server::start();
    let chip = regex::Regex::new(r#"<li><a href="(/search[^"]*)">(\S+) (\d+)</a></li>"#).unwrap();
    let total = regex::Regex::new(r"共 (\d+) 条").unwrap();
    for query in ["的", "材料不全怎么办", "投诉"] {
        let page = server.get(&format!("/search?q={}", encoded(query)));
        let mut sum = 0;
        for found in chip.captures_iter(page.text()) {
            let narrowed = server.get(&found[1].replace("&amp;", "&"));
            assert_eq!(total.captures(narrowed.text()).unwrap()[1], found[3], "{query} {}", &found[2]);
            sum += found[3].parse::<usize>().unwrap();
        }
        assert_eq!(total.captures(page.text()).unwrap()[1], sum.to_string(), "{query}");
        assert!(page.text().contains(&format!("/compare?q={}", encoded(query))));
    }
    assert!(server.get("/id/complaints").text().contains("<a href=\"/compare\">"));
}

#[test]
fn only_who_means_this_server_is_answered() {
    let server = Server::start();
    let own = format!("http://{}", server.address);
    let port = server.address.split(':').nth(1).unwrap();
    let local = format!("localhost:{port}");
    let elsewhere = format!("127.0.0.1.evil.example:{port}");
    let cases: [(&str, Head, u16); 12] = [
        ("GET /", &[], 200),
        ("GET /", &[("Host", &local)], 200),
        ("GET /", &[("Host", "evil.example")], 403),
        ("GET /", &[("Host", &elsewhere)], 403),
        ("GET /", &[("Host", "127.0.0.1")], 403),
        ("GET /api/v1/search?q=a", &[("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "cors")], 403),
        ("GET /api/v1/search?q=a", &[("Origin", "http://evil.example")], 403),
        // A link on another page may lead here.
        ("GET /", &[("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate")], 200),
        ("POST /api/v1/lint", &[("Origin", "http://evil.example")], 403),
        ("POST /api/v1/lint", &[("Origin", "null")], 403),
        ("POST /api/v1/lint", &[("Sec-Fetch-Site", "same-site"), ("Sec-Fetch-Mode", "navigate")], 403),
        ("POST /api/v1/lint", &[("Origin", &own)], 200),
    ];
    for (line, head, status) in cases {
        let body: &[u8] = if line.starts_with("POST") { "复印件".as_bytes() } else { b"" };
        assert_eq!(server.ask(line, head, body).status, status, "{line} {head:?}");
    }
}

#[test]
fn programs_are_told_what_the_command_line_tells() {
    let server = Server::start();
    for query in ["投诉", "材料不全怎么办", "限时办结制度第三条", "swfz", "𠮷\u{0}<script>", "没有这种话哦"]
    {
        let mut served = server.get(&format!("/api/v1/search?limit=10&q={}", encoded(query))).json();
        let printed = guiju(&[
            "search",
            "--as-of",
            "2026-11-22",
            "--format",
            "json",
            "--limit",
            "10",
            "--",
            &query.replace('\0', ""),
        ]);
        let mut printed: Value = serde_json::from_str(&printed.stdout).unwrap();
        for answer in [&mut served, &mut printed] {
            answer["elapsed_ms"] = Value::Null;
            answer["query"] = Value::Null;
        }
        assert_eq!(served, printed, "{query}");
    }
    for wanted in ["限时办结制度第三条", "限时办结制度第三条至第五条", "行政许可法第三十七条", "complaints"]
    {
        let served = server.get(&format!("/api/v1/show?at={}", encoded(wanted)));
        let printed = guiju(&["show", "--as-of", "2026-11-22", "--format", "json", wanted]).stdout;
        assert_eq!(served.text(), printed, "{wanted}");
    }
    for entry in fs::read_dir("tests/content").unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = fs::read(&path).unwrap();
        let served = server.ask(&format!("POST /api/v1/lint?name={}", encoded(&name)), &[], &bytes).json();
        let folder = path.parent().unwrap();
        let printed = printed_in(folder, &["lint", "--as-of", "2026-11-22", "--format", "json", &name]);
        assert_eq!(served, printed, "{name}");
    }
}

#[test]
fn programs_are_told_in_json_why_they_have_no_answer() {
    let server = Server::start();
    let long = encoded("限时办结制度第九十条");
    let show = format!("GET /api/v1/show?at={long}");
    let cases: [(&str, Head, u16, &str); 13] = [
        ("GET /api/v1/search", &[], 400, "没有写要找什么"),
        ("GET /api/v1/search?q=%20", &[], 400, "没有写要找什么"),
        ("GET /api/v1/search?q=a&limit=0", &[], 400, "1 到 200"),
        ("GET /api/v1/search?q=a&limit=201", &[], 400, "1 到 200"),
        ("GET /api/v1/search?q=a&category=b", &[], 400, "没有“b”这个类别"),
        ("GET /api/v1/search?q=a&issuer=b", &[], 400, "没有“b”这个制定单位"),
        ("GET /api/v1/search?q=a&status=b", &[], 400, "没有“b”这种效力"),
        ("GET /api/v1/show", &[], 400, "没有写要看什么"),
        (&show, &[], 404, "《限时办结制度》没有第九十条，全文共 54 条。"),
        ("GET /api/v1/nothing", &[], 404, "没有这个接口"),
        ("GET /api/v1/search?q=a", &[("Host", "evil.example")], 403, "网址"),
        ("DELETE /api/v1/search", &[], 405, "不接受这种请求"),
        ("POST /api/v1/lint", &[("Content-Length", "99999999999")], 413, "一次最多"),
    ];
    let described = server.get("/api/v1/openapi.json").json();
    for (line, head, status, said) in cases {
        let answer = server.ask(line, head, b"");
        assert_eq!(answer.status, status, "{line}");
        assert_eq!(answer.headers["content-type"], "application/json; charset=utf-8", "{line}");
        let error = answer.json()["error"].as_str().unwrap().to_owned();
        assert!(error.contains(said), "{line}: {error}");
        let path = line.split([' ', '?']).nth(1).unwrap();
        for (_, method) in described["paths"][path].as_object().into_iter().flatten() {
            let named = &method["responses"][status.to_string()]["$ref"];
            assert_eq!(named, "#/components/responses/Problem", "{line}");
        }
    }
    let remote = Server::start_with(&["--allow-remote", "--host", "guize.example"]);
    let answer = remote.get("/api/v1/search?q=a");
    assert_eq!((answer.status, answer.json()["error"].as_str().unwrap().contains("token")), (401, true));
}

fn printed_in(folder: &Path, arguments: &[&str]) -> Value {
    let output =
        Command::new(env!("CARGO_BIN_EXE_guiju")).args(arguments).current_dir(folder).output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn what_programs_may_ask_is_described() {
    let server = Server::start();
    let described = server.get("/api/v1/openapi.json").json();
    for (path, methods) in described["paths"].as_object().unwrap() {
        let method = methods.as_object().unwrap().keys().next().unwrap().to_uppercase();
        let body: &[u8] = if method == "POST" { "材料".as_bytes() } else { b"" };
        let query = match path.as_str() {
            "/api/v1/search" => "?q=a",
            "/api/v1/show" => "?at=complaints",
            _ => "",
        };
        let answer = server.ask(&format!("{method} {path}{query}"), &[], body);
        assert_eq!(answer.status, 200, "{path}");
        let schema =
            &methods[method.to_lowercase()]["responses"]["200"]["content"]["application/json"]["schema"];
        let name = schema["$ref"].as_str().unwrap().rsplit('/').next().unwrap();
        let mut whole = described.clone();
        whole["$ref"] = format!("#/components/schemas/{name}").into();
        let validator = jsonschema::validator_for(&whole).unwrap();
        assert!(validator.is_valid(&answer.json()), "{path}");
    }
}

#[test]
fn what_cannot_be_answered_is_said() {
    let server = Server::start();
    let long = "a".repeat(200 << 10);
    let query = format!("GET /search?q={}", "a".repeat(70_000));
    let cases: [(&str, Head, u16, &str); 13] = [
        ("GET /nothing", &[], 404, "没有这个页面"),
        ("GET /id/no-such-thing", &[], 404, "没有这部规章"),
        ("GET /id/complaints/9999", &[], 404, "没有第九千九百九十九条"),
        ("GET /id/complaints/x", &[], 404, "地址看不懂"),
        ("GET /id/complaints@yesterday", &[], 400, "日期看不懂"),
        ("GET /rules/Z99", &[], 404, "没有这条规则"),
        ("GET /search?q=a&as_of=2026-13-01", &[], 400, "日期看不懂"),
        ("GET /api/v1/nothing", &[], 404, "没有这个接口"),
        ("GET /api/v1/search?q=a&limit=many", &[], 400, "看不懂"),
        ("GET /api/v1/show?at=no-such-thing", &[], 404, "规章库里没有“no-such-thing”"),
        ("DELETE /check", &[], 405, "不接受这种请求"),
        ("POST /api/v1/lint", &[], 411, "没有写明长度"),
        ("POST /api/v1/lint", &[("Content-Length", "99999999999")], 413, "一次最多"),
    ];
    for (line, head, status, said) in cases {
        let answer = server.ask(line, head, b"");
        assert_eq!(answer.status, status, "{line}");
        assert!(answer.text().contains(said), "{line}: {}", answer.text());
    }
    let form = ("Content-Type", "multipart/form-data; boundary=");
    assert_eq!(server.ask("POST /check", &[form], b"no form at all").status, 400);
    assert_eq!(server.ask("GET /", &[("X-Long", &long)], b"").status, 431);
    assert!([414, 431].contains(&server.ask(&query, &[], b"").status));
    let look = server.ask("POST /look", &[("Content-Type", "application/json")], b"{}");
    assert_eq!(look.status, 415);
    assert!(look.text().contains("配色和字号没有改"));
    // Who sent nothing goes on where it can be sent.
    let nothing = server.post("/check", &[field("text", " ")]);
    assert_eq!(nothing.status, 400);
    assert!(nothing.text().contains("<a href=\"/check\">回到检查</a>"));
    // And it still works.
    assert_eq!(server.get("/").status, 200);
}

#[test]
fn other_machines_need_what_was_shown_at_the_start() {
    let server = Server::start_with(&["--allow-remote", "--host", "guize.example"]);
    let token = server.url.split("token=").nth(1).unwrap().to_owned();
    assert_eq!(token.len(), 32);
    let host = format!("guize.example:{}", server.address.split(':').nth(1).unwrap());
    assert_eq!(server.get("/").status, 401);
    assert_eq!(server.get("/api/v1/search?q=a").status, 401);
    assert_eq!(server.get(&format!("/?token={}", token.replace(|c| c != '0', "1"))).status, 401);
    let entered = server.ask(&format!("GET /?token={token}"), &[("Host", &host)], b"");
    assert_eq!(entered.status, 303);
    let cookie = entered.headers["set-cookie"].split(';').next().unwrap().to_owned();
    assert_eq!(server.ask("GET /", &[("Host", &host), ("Cookie", &cookie)], b"").status, 200);
    let bearer = format!("Bearer {token}");
    assert_eq!(server.ask("GET /api/v1/search?q=a", &[("Authorization", &bearer)], b"").status, 200);

    for (arguments, said) in [
        (vec!["serve", "--address", "0.0.0.0", "--port", "0"], "--allow-remote"),
        (vec!["serve", "--port", "0", "--select", "Z99"], "没有编号为 Z99 的规则"),
        (vec!["serve", "--port", "0", "--host", "http://guize.local"], "不是主机名"),
        (vec!["serve", "--port", "0", "--host", "guize.local/"], "不是主机名"),
        (vec!["serve", "--port", "0", "--host", "guize.local:x"], "不是主机名"),
        (vec!["serve", "--port", "0", "--host", "a,"], "不是主机名"),
        (vec!["serve", "--port", "0", "--host", "规矩 网"], "不是主机名"),
    ] {
        let refused = guiju(&arguments);
        assert!(refused.stderr.contains(said), "{}", refused.stderr);
    }
}

#[test]
fn a_slow_or_broken_client_holds_up_nobody() {
    let server = Server::start();
    let mut slow: Vec<TcpStream> = (0..200).map(|_| TcpStream::connect(&server.address).unwrap()).collect();
    for stream in &mut slow {
        let head = format!(
            "POST /api/v1/lint HTTP/1.1\r\nHost: {}\r\nContent-Length: 100000\r\n\r\n",
            server.address
        );
        stream.write_all(head.as_bytes()).unwrap();
    }
    for _ in 0..20 {
        assert_eq!(server.get("/search?q=%E6%8A%95%E8%AF%89").status, 200);
    }
    assert_eq!(server.ask("POST /api/v1/lint", &[], "复印件".as_bytes()).status, 200);
    drop(slow);
    let mut nonsense = TcpStream::connect(&server.address).unwrap();
    nonsense.write_all(b"\x16\x03\x01 what is this\r\n\r\n").unwrap();
    assert_eq!(server.get("/").status, 200);
}

#[test]
fn a_look_leads_back_to_the_page_and_nowhere_else() {
    let server = Server::start();
    let own = format!("http://{}/search?q=%E6%8A%95%E8%AF%89", server.address);
    let form = ("Content-Type", "application/x-www-form-urlencoded");
    let cases = [
        (own.as_str(), "theme=dark&size=large", "/search?q=%E6%8A%95%E8%AF%89"),
        ("http://evil.example//other.example/", "theme=dark", "/"),
        ("nonsense", "theme=dark&back=%2Frules", "/rules"),
        ("nonsense", "theme=dark&back=%2F%2Fevil.example", "/"),
        ("nonsense", "theme=dark&back=%2F%5Cevil.example", "/"),
        ("nonsense", "theme=<script>&back=javascript%3Aalert(1)", "/"),
    ];
    for (from, body, to) in cases {
        let answer = server.ask("POST /look", &[form, ("Referer", from)], body.as_bytes());
        assert_eq!((answer.status, answer.headers["location"].as_str()), (303, to), "{from} {body}");
        assert!(!answer.headers["set-cookie"].contains('<'));
    }
    let dark = server.ask("GET /rules/Z99", &[("Cookie", "a=b; guiju-look=dark.large")], b"");
    assert!(dark.text().contains("data-theme=\"dark\" data-size=\"large\""));
}

#[test]
fn many_first_visits_at_once_do_not_wait_for_each_other_for_ever() {
    let server = Server::start();
    let paths = ["/library", "/id/complaints", "/id/complaints/3", "/rules", "/search?q=%E6%8A%95%E8%AF%89"];
    std::thread::scope(|scope| {
        for path in paths.iter().cycle().take(40) {
            let server = &server;
            scope.spawn(move || {
                let status = server.get(path).status;
                assert!([200, 503].contains(&status), "{path}: {status}");
            });
        }
    });
    assert_eq!(server.get("/library").status, 200);
}

#[test]
fn what_does_not_apply_is_never_cited_as_if_it_did() {
    let folder = tempfile::tempdir().unwrap();
    let text = fs::read_to_string("corpus/hygiene.md").unwrap();
    let text = text.replace("status = \"现行\"", "status = \"已废止\"");
    assert!(text.contains("已废止"));
    fs::write(folder.path().join("hygiene.md"), text).unwrap();
    let server = Server::start_with(&["--corpus", folder.path().to_str().unwrap()]);
    for path in ["/search?q=%E5%8D%AB%E7%94%9F&status=all", "/id/hygiene", "/id/hygiene/1"] {
        let answer = server.get(path);
        let cited: Vec<&str> = answer.text().split("data-cite=\"").skip(1).collect();
        assert!(!cited.is_empty(), "{path}");
        for cite in cited {
            assert!(cite.split('"').next().unwrap().contains("》（已"), "{path}: {cite}");
        }
    }
}
