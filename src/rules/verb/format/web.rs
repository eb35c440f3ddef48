//! Addresses on the net and of mail that lead nowhere: a comma for a dot, .con for .com, a slash too few.

use std::sync::LazyLock;

use regex::Regex;

use super::Fault;
use crate::text::Span;

/// An address that begins as one does, slips included (htttp://, ww.), or a bare host of the government with a slip in its ending.
static URL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let begun =
        r"(?:(?-u:\b)h[htps]{2,5}[:;]/{0,3}|https?/{0,3}|(?-u:\b)w{2,5}[.。,])[a-z0-9.][a-z0-9\-_.。,]*";
    let bare = r"(?-u:\b)(?:[a-z0-9][a-z0-9\-]*\.)+gov(?:\.con|\.cm|\.com|\.cnn|\.c|\.n|cn|[。,]cn)(?-u:\b)";
    Regex::new(&format!("{begun}|{bare}")).ok()
});

static EMAIL: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"[a-z0-9][a-z0-9._\-]*@[a-z0-9\-_.。,]*").ok());

/// Endings that are slips of well-known ones.
const SLIPS: [(&str, &str); 16] = [
    (".govcn", ".gov.cn"),
    (".gvo.cn", ".gov.cn"),
    (".ogv.cn", ".gov.cn"),
    (".gov.c", ".gov.cn"),
    (".gov.n", ".gov.cn"),
    (".con.cn", ".com.cn"),
    (".con", ".com"),
    (".cmo", ".com"),
    (".comm", ".com"),
    (".vom", ".com"),
    (".gov.con", ".gov.cn"),
    (".gov.com", ".gov.cn"),
    (".gov.com.cn", ".gov.cn"),
    (".gov.cm", ".gov.cn"),
    (".com.cm", ".com.cn"),
    (".cnn", ".cn"),
];

/// Every address on the net in folded `text` that cannot be right.
pub(super) fn url_faults(text: &str) -> Vec<Fault> {
    if !["htt", "htp", "hht", "hpt", "ww", "gov"].iter().any(|part| text.contains(part)) {
        return Vec::new();
    }
    // What stands behind an @ is a mail address.
    let of_mail = |start: usize| text.get(..start).is_some_and(|before| before.ends_with('@'));
    let found = URL.iter().flat_map(|url| url.find_iter(text)).filter(|found| !of_mail(found.start()));
    found.filter_map(|found| fault(found, wrong_url)).collect()
}

/// Every mail address in folded `text` that cannot be right.
pub(super) fn email_faults(text: &str) -> Vec<Fault> {
    if !text.contains('@') {
        return Vec::new();
    }
    let found = EMAIL.iter().flat_map(|email| email.find_iter(text));
    found.filter_map(|found| fault(found, wrong_email)).collect()
}

/// The punctuation behind an address is the sentence's.
fn fault(found: regex::Match<'_>, wrong: impl Fn(&str) -> Option<String>) -> Option<Fault> {
    let words = found.as_str().trim_end_matches(['.', '。', ',', '-', '_']);
    let message = wrong(words)?;
    Some(Fault { at: Span::new(found.start(), found.start() + words.len()), message })
}

fn wrong_email(words: &str) -> Option<String> {
    let (_, host) = words.split_once('@')?;
    if host.is_empty() {
        None
    } else if host.contains(['。', ',']) {
        Some("邮箱地址里用了句号或逗号代替圆点".to_owned())
    } else if host.contains('.') {
        slip(host)
    } else {
        Some(format!("邮箱地址不完整：@{host} 缺少域名后缀"))
    }
}

fn wrong_url(words: &str) -> Option<String> {
    let letters = words.get(..words.find(|c| !"htps".contains(c))?)?;
    if letters.len() >= 3 && letters != "http" && letters != "https" {
        return Some(format!("网址开头写错了：{letters}，应为 http 或者 https"));
    }
    let scheme = words.strip_prefix("https").or_else(|| words.strip_prefix("http"));
    let host = scheme.map_or(words, |rest| rest.trim_start_matches([':', ';', '/']));
    if scheme.is_some_and(|rest| !rest.starts_with("://") || rest.starts_with(":///")) {
        return Some("网址写法不对：http 后面应为 ://".to_owned());
    }
    if host.contains(['。', ',']) {
        return Some("网址里用了句号或逗号代替圆点".to_owned());
    }
    if host.contains("..") {
        return Some("网址里有两个连着的圆点".to_owned());
    }
    let first = host.split('.').next().unwrap_or_default();
    if first.len() != 3 && first.len() >= 2 && first.bytes().all(|b| b == b'w') {
        return Some(format!("网址开头写错了：{first}，应为 www"));
    }
    if !host.contains('.') && host != "localhost" {
        return Some("网址不完整：没有域名后缀".to_owned());
    }
    slip(host)
}

fn slip(host: &str) -> Option<String> {
    let slips = SLIPS.iter().filter(|(wrong, _)| host.ends_with(wrong));
    let (wrong, right) = slips.max_by_key(|(wrong, _)| wrong.len())?;
    Some(format!("域名后缀 {wrong} 不对，是不是 {right}？"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_in_addresses() {
        let urls = |text: &str| url_faults(text).iter().map(|f| f.at.of(text).to_owned()).collect::<Vec<_>>();
        for (text, found) in [
            ("网址:www.example.gov.con。", "www.example.gov.con"),
            ("见http:/www.example.gov.cn", "http:/www.example.gov.cn"),
            ("登录www,example.gov.cn办理", "www,example.gov.cn"),
            ("www。example.gov.cn", "www。example.gov.cn"),
            ("https://www.example.gov.com.cn/a/b", "https://www.example.gov.com.cn"),
            ("登录www..example.gov.cn", "www..example.gov.cn"),
            ("http://www.example..gov.cn/a", "http://www.example..gov.cn"),
            ("网址:htttp://www.example.gov.cn", "htttp://www.example.gov.cn"),
            ("网址htps://a.gov.cn", "htps://a.gov.cn"),
            ("网址wwww.example.gov.cn", "wwww.example.gov.cn"),
            ("网址ww.example.gov.cn", "ww.example.gov.cn"),
            ("登录zwfw.example.gov.con办理", "zwfw.example.gov.con"),
            ("登录zwfw.example.govcn", "zwfw.example.govcn"),
        ] {
            assert_eq!(urls(text), [found], "{text}");
        }
        for fine in [
            "http://www.example.gov.cn/a.html。",
            "www.example.com",
            "https://10.1.2.3:8080/x",
            "www.gov.cn,可查",
            "zwfw.example.gov.cn",
            "zwzx@example.gov.com",
            "http://example.gov.cn/a..b",
            "登录www.example.com...",
            "https://www2.example.com.cn",
        ] {
            assert!(urls(fine).is_empty(), "{fine}");
        }
        let mails = |text: &str| email_faults(text).len();
        assert_eq!(mails("邮箱zwzx@163。com"), 1);
        assert_eq!(mails("邮箱zwzx@163"), 1);
        assert_eq!(mails("邮箱zwzx@163.con"), 1);
        assert_eq!(mails("邮箱zwzx@163.com。@张三"), 0);
    }
}
