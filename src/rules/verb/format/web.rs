//! Addresses on the net and of mail that lead nowhere: a comma for a dot, .con for .com, a slash too few.

use std::sync::LazyLock;

use regex::Regex;

use super::Fault;
use crate::text::{Folded, FoldedText, Span, one_edit};

/// An address that begins as one does, slips included (htttp://, ww., http:\\), or a bare host of the government with a slip in
/// its ending.
static URL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let begun =
        r"(?:(?-u:\b)h[htps]{2,5}[:;][/\\]{0,3}|https?/{0,3}|(?-u:\b)w{2,5}[.。,])[a-z0-9.][a-z0-9\-_.。,]*";
    let bare = r"(?-u:\b)(?:[a-z0-9][a-z0-9\-]*\.)+(?:gov(?:\.con|\.cm|\.com|\.cnn|\.c|\.n|cn|\.\.cn|[。,]cn)|(?:gvo|ogv)\.cn)(?-u:\b)";
    Regex::new(&format!("{begun}|{bare}")).ok()
});

/// An address that may have blanks around its dots and slashes.
static SPACED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let begun = r"(?-u:\b)(?:https? ?: ?/ ?/ ?(?:www ?\. ?)?|www ?\. ?)[a-z0-9\-]+(?: ?\. ?[a-z0-9\-]+)*?";
    let bare = r"(?-u:\b)(?:[a-z0-9\-]+\.)*[a-z][a-z0-9\-]+";
    let ending = r" ?\. ?(?:(?:gov|com|org|net) ?\. ?cn|com|cn|org|net)(?-u:\b)";
    Regex::new(&format!(r"{begun}{ending}|{bare} ?\. ?gov ?\. ?cn(?-u:\b)")).ok()
});

/// Mail addresses, the @ typed twice or with blanks around it among them.
static EMAIL: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"[a-z0-9][a-z0-9._\-]*@+[a-z0-9\-_.。,]*").ok());

/// What stands in the place of a mail address behind its label, with another sign for the @, or with blanks around it.
static LABELLED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let sign = r"(?:\(at\)|\[at\]| at |#| @ ?|@ )";
    let host = r"[a-z0-9\-]+(?:\.[a-z0-9\-]+)+";
    Regex::new(&format!(
        r"(?:邮箱|电子邮件|e-?mail)(?:地址)?[:为是]?(?P<at>[a-z0-9][a-z0-9._\-]*{sign}{host})"
    ))
    .ok()
});

/// A host in the place of a mail address, which has lost its @: 电子邮箱：fwzxqinghe.gov.cn.
static UNSIGNED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:电子邮箱|邮箱|电子邮件|e-?mail)(?:地址)?[:为是]\n?(?P<at>[a-z0-9][a-z0-9_\-]*(?:\.[a-z0-9\-]+)*\.(?:gov\.cn|com\.cn|com|cn|net))(?:[^a-z0-9.@/\- ]|$)")
        .ok()
});

/// Hosts of mail that many people have: another host that differs from one in a character is a slip.
const HOSTS: [&str; 5] = ["gmail.com", "outlook.com", "hotmail.com", "foxmail.com", "aliyun.com"];

/// Hosts that differ from those in a character, and exist.
const NEAR_HOSTS: [&str; 2] = ["mail.com", "email.com"];

/// Hosts that nobody has mail at, and those that are meant. They are too short for a character to tell.
const HOST_SLIPS: [(&str, &str); 12] = [
    ("126.cn", "126.com"),
    ("163.cn", "163.com"),
    ("qq.cn", "qq.com"),
    ("qq.cm", "qq.com"),
    ("qq.co", "qq.com"),
    ("qq.om", "qq.com"),
    ("163.cm", "163.com"),
    ("163.co", "163.com"),
    ("126.cm", "126.com"),
    ("126.co", "126.com"),
    ("sina.cm", "sina.com"),
    ("yeah.com", "yeah.net"),
];

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

/// Every address on the net in `text` that cannot be right.
pub(super) fn url_faults(text: &FoldedText, plain: &str) -> Vec<Fault> {
    let folded = text.as_str();
    if !["htt", "htp", "hht", "hpt", "ww", "gov", "gvo", "ogv"].iter().any(|part| folded.contains(part)) {
        return Vec::new();
    }
    // What stands behind an @ is a mail address.
    let of_mail = |start: usize| folded.get(..start).is_some_and(|before| before.ends_with('@'));
    let spaced = SPACED.iter().flat_map(|url| url.find_iter(folded));
    let spaced = spaced.filter(|found| found.as_str().contains(' ') && !of_mail(found.start()));
    let mut faults: Vec<Fault> = spaced
        .map(|found| {
            let message = format!("网址中间有空格：{}", found.as_str());
            Fault { at: Span::new(found.start(), found.end()), message }
        })
        .collect();
    let found = URL.iter().flat_map(|url| url.find_iter(folded)).filter(|found| !of_mail(found.start()));
    for found in found {
        let (start, words) = (found.start(), of_sentence(found.as_str()));
        let at = Span::new(start, start + words.len());
        if faults.iter().all(|fault| !fault.at.overlaps(at)) {
            let message = wrong_url(words).or_else(|| wide(text, plain, at, "网址"));
            faults.extend(message.map(|message| Fault { at, message }));
        }
    }
    faults.sort_by_key(|fault| fault.at);
    faults
}

/// Every mail address in `text` that cannot be right.
pub(super) fn email_faults(text: &FoldedText, plain: &str) -> Vec<Fault> {
    let folded = text.as_str();
    let mut faults: Vec<Fault> = Vec::new();
    if ["邮", "mail"].iter().any(|label| folded.contains(label)) {
        let labelled = LABELLED.iter().flat_map(|mail| mail.captures_iter(folded));
        faults.extend(labelled.filter_map(|found| found.name("at")).map(|found| {
            let message = format!("邮箱地址里应当只有一个 @，没有空格：{}", found.as_str());
            Fault { at: Span::new(found.start(), found.end()), message }
        }));
        let unsigned = UNSIGNED.iter().flat_map(|mail| mail.captures_iter(folded));
        faults.extend(unsigned.filter_map(|found| found.name("at")).map(|found| {
            let message = format!("邮箱地址里没有 @：{}", found.as_str());
            Fault { at: Span::new(found.start(), found.end()), message }
        }));
    }
    if !folded.contains('@') {
        return faults;
    }
    for found in EMAIL.iter().flat_map(|email| email.find_iter(folded)) {
        let words = of_sentence(found.as_str());
        let at = Span::new(found.start(), found.start() + words.len());
        if faults.iter().all(|fault| !fault.at.overlaps(at)) {
            let is_mail = words.split_once('@').is_some_and(|(_, host)| host.contains('.'));
            let message =
                wrong_email(words).or_else(|| is_mail.then(|| wide(text, plain, at, "邮箱地址")).flatten());
            faults.extend(message.map(|message| Fault { at, message }));
        }
    }
    faults.sort_by_key(|fault| fault.at);
    faults
}

/// What a reader's eye takes for an address, and no program does: characters in full width.
fn wide(text: &FoldedText, plain: &str, at: Span<Folded>, what: &str) -> Option<String> {
    let wide = text.to_plain(at).of(plain).chars().find(|c| ('\u{FF01}'..='\u{FF5E}').contains(c))?;
    Some(format!("{what}里用了全角字符“{wide}”"))
}

/// An address without the punctuation of the sentence behind it, and without the words that follow such a mark: a comma is a
/// slip for a dot only where the host goes on behind it.
fn of_sentence(words: &str) -> &str {
    let words = words.trim_end_matches(['.', '。', ',', '-', '_']);
    let ended = |i: usize| {
        let (host, rest) = words.split_at(i);
        let rest = rest.trim_start_matches(['。', ',', '.']);
        let whole = ENDINGS.iter().any(|ending| host.ends_with(ending));
        whole && !ENDINGS.iter().any(|ending| rest == ending.trim_start_matches('.'))
    };
    let mark = words.match_indices(['。', ',']).find(|(i, _)| ended(*i));
    mark.map_or(words, |(i, _)| words.get(..i).unwrap_or(words))
}

/// How the host of an address may end.
const ENDINGS: [&str; 6] = [".cn", ".com", ".org", ".net", ".com.cn", ".gov.cn"];

fn wrong_email(words: &str) -> Option<String> {
    let (user, host) = words.split_once('@')?;
    let double = host.trim_start_matches('@').len() < host.len();
    if host.is_empty() {
        None
    } else if double && host.contains('.') {
        Some("邮箱地址里有两个 @".to_owned())
    } else if double {
        None
    } else if host.contains(['。', ',']) {
        Some("邮箱地址里用了句号或逗号代替圆点".to_owned())
    } else if user.contains("..") || host.contains("..") {
        Some("邮箱地址里有两个连着的圆点".to_owned())
    } else if host.contains('.') {
        slip(host).or_else(|| wrong_host(host))
    } else {
        Some(format!("邮箱地址不完整：@{host} 缺少域名后缀"))
    }
}

/// A slip in the name of a provider of mail.
fn wrong_host(host: &str) -> Option<String> {
    let written = HOST_SLIPS.iter().find(|(wrong, _)| *wrong == host).map(|(_, right)| *right);
    let exists = HOSTS.contains(&host) || NEAR_HOSTS.contains(&host);
    let near = || HOSTS.into_iter().find(|right| !exists && one_edit(right, host));
    let right = written.or_else(near)?;
    Some(format!("邮箱域名 {host} 不对，是不是 {right}？"))
}

fn wrong_url(words: &str) -> Option<String> {
    let letters = words.get(..words.find(|c| !"htps".contains(c))?)?;
    if letters.len() >= 3 && letters != "http" && letters != "https" {
        return Some(format!("网址开头写错了：{letters}，应为 http 或者 https"));
    }
    let scheme = words.strip_prefix("https").or_else(|| words.strip_prefix("http"));
    let host = scheme.map_or(words, |rest| rest.trim_start_matches([':', ';', '/', '\\']));
    if words.contains('\\') {
        return Some("网址里用了反斜线代替斜线".to_owned());
    }
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
    if host.ends_with(".gov") {
        return Some("政府网站的域名以 .gov.cn 结尾，少了 .cn".to_owned());
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
        let urls = |plain: &str| -> Vec<String> {
            let text = FoldedText::new(plain);
            let words = |f: &Fault| text.to_plain(f.at).of(plain).to_owned();
            url_faults(&text, plain).iter().map(words).collect()
        };
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
            ("登录http：//www.example.gov.cn", "http：//www.example.gov.cn"),
            ("网址http:\\\\www.example.gov.cn", "http:\\\\www.example.gov.cn"),
            ("网址 www. example.gov.cn 下载", "www. example.gov.cn"),
            ("网址http:// www.example.gov.cn", "http:// www.example.gov.cn"),
            ("登录zwfw.example.gvo.cn", "zwfw.example.gvo.cn"),
            ("登录zwfw.example. gov.cn", "zwfw.example. gov.cn"),
            ("登录www.example.com，cn办理", "www.example.com，cn"),
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
            "www.example.gov.cn，www.example.com",
            "登录www.example.gov.cn。APP下载",
            "1. zwfw.example.gov.cn 2. www.example.gov.cn",
        ] {
            assert!(urls(fine).is_empty(), "{fine}");
        }
        let mails = |plain: &str| email_faults(&FoldedText::new(plain), plain).len();
        for bad in [
            "邮箱zwzx@163。com",
            "邮箱zwzx@163",
            "邮箱zwzx@163.con",
            "邮箱：zwzx@@163.com",
            "邮箱：zwzx@163..com",
            "电子邮箱：zwzx(at)163.com",
            "邮箱：zwzx#163.com",
            "邮箱：zwzx @163.com",
            "zwzx@126.cn",
            "zwzx@qq.cm",
            "zwzx@gmai.com",
            "zwzx＠163.com",
        ] {
            assert_eq!(mails(bad), 1, "{bad}");
        }
        for fine in [
            "邮箱zwzx@163.com。@张三",
            "zwzx@mail.com",
            "zwzx@email.com,010-12345678",
            "群里@@所有人",
            "联系zwzx@a.gov.cn",
        ] {
            assert_eq!(mails(fine), 0, "{fine}");
        }
    }
}
