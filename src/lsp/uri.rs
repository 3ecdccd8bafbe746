//! From the client's addresses of documents to paths, and back.

use std::path::{Path, PathBuf};

use gen_lsp_types::Uri;
use url::Url;

/// The path of a file on this machine; `None` for an unsaved document, and for files elsewhere.
pub fn path(uri: &Uri) -> Option<PathBuf> {
    let url = Url::parse(&uri.0).ok()?;
    let is_local = url.host_str().is_none_or(|host| host == "localhost");
    (url.scheme() == "file" && is_local).then(|| url.to_file_path().ok())?
}

/// The address of a file.
pub fn of_path(path: &Path) -> Option<Uri> {
    Some(Uri(Url::from_file_path(path).ok()?.into()))
}
