//! URIs of documents and paths of files.

use std::path::{Path, PathBuf};

use lsp_types::Uri;
use percent_encoding::percent_decode_str;

use crate::report::file_uri;

/// The file that `uri` names; `None` for what is no file.
pub(super) fn path(uri: &Uri) -> Option<PathBuf> {
    let rest = uri.as_str().strip_prefix("file://")?;
    let (host, path) = rest.split_at(rest.find('/')?);
    let path = percent_decode_str(path).decode_utf8().ok()?;
    let drive = path.get(1..3).filter(|drive| {
        drive.ends_with(':') && drive.starts_with(|letter: char| letter.is_ascii_alphabetic())
    });
    Some(match (host, drive) {
        // /C:/甲.md, which editors also write /c%3A/甲.md
        ("" | "localhost", Some(_)) => PathBuf::from(path.get(1..)?),
        ("" | "localhost", None) => PathBuf::from(path.as_ref()),
        (host, _) => PathBuf::from(format!("//{host}{path}")),
    })
}

/// The URI of the file at the absolute path `path`.
pub(super) fn of(path: &Path) -> Option<Uri> {
    let path = path.to_string_lossy();
    let path = if cfg!(windows) { path.replace('\\', "/") } else { path.into_owned() };
    file_uri(&path)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_uris() {
        let path_of = |uri: &str| path(&uri.parse().unwrap()).map(|path| path.display().to_string());
        let chinese = "/家/指南 1.md";
        let uri = of(Path::new(chinese)).unwrap();
        assert_eq!(uri.as_str(), "file:///%E5%AE%B6/%E6%8C%87%E5%8D%97%201.md");
        assert_eq!(path_of(uri.as_str()).as_deref(), Some(chinese));
        assert_eq!(path_of("file:///c%3A/%E7%94%B2.md").as_deref(), Some("c:/甲.md"));
        assert_eq!(path_of("file://server/share/a.md").as_deref(), Some("//server/share/a.md"));
        assert_eq!(path_of("untitled:Untitled-1"), None);
    }
}
