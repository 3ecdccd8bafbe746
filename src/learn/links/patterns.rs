//! The regular expressions of a clause about links. RE2 has no look-ahead, so a text that has links to some sites has to
//! match one expression from its start to its end, and must not match another one.

/// What browsers take for a dot, in a class.
const DOTS: &str = r".\x{2024}\x{3002}\x{fe52}\x{ff0e}\x{ff61}";
/// What begins a name after a dot: a letter of any script, or a character that can't be seen.
const LETTERS: &str = r"\p{L}\p{M}\p{Cf}";
/// What ends a name, and may also stand before one: blanks, quotation marks, brackets and punctuation.
const ENDS: &str = r"\s\p{Z}\x22'\x60\p{Ps}\p{Pe}\p{Pi}\p{Pf}\x{2013}\x{2014}<>|,;!*";
/// A port.
const PORT: &str = "(?::[0-9]{1,5})?";

/// The expression that a text has to match, and the one that it must not match. Without sites, there is only the second.
pub fn of(sites: &[String]) -> (Option<String>, String) {
    let address = format!(r"(?:\p{{Nd}}+[{DOTS}]){{3}}\p{{Nd}}");
    if sites.is_empty() {
        return (None, format!(r"[{DOTS}][{LETTERS}]|[/\\]{{2}}|(?i:https?):|{address}"));
    }
    // Browsers also open `http:evil` and `http:\\evil`, and go to what is after an `@`.
    let odd = r"(?i:https?):/?(?:[^/]|$)|//[^/?#\s]*[\t\r\n]*@";
    (Some(required(sites)), format!("{odd}|{address}"))
}

/// The whole text consists of links to the sites, and of characters among which no dot is followed by a letter and no
/// slash by a slash. The character after dots and slashes is a part of each alternative.
fn required(sites: &[String]) -> String {
    let plain = format!(r"[^/\\{DOTS}]");
    let run = format!(r"(?:[{DOTS}]+[/\\])*");
    let slash = format!(r"[{DOTS}]*[/\\]{run}(?:{plain}|$)");
    let dot = format!(r"[/\\]?{run}[{DOTS}]+(?:[^{LETTERS}/\\{DOTS}]|$)");
    // Models often write `\n` for a line break.
    let before = format!(r"(?:^|[/\\]?{run}[{DOTS}]*[{ENDS}:=]|\\[nrt])");
    let between = format!(r"(?:{PORT}(?:[{ENDS}]|[.:]+[{ENDS}])|\\[nrt])");
    let last = format!(r"(?:{PORT}(?:[/?#]|[.:]*$))");
    let link = link(sites);
    format!("^(?:{before}{link}(?:{between}{link})*(?:{between}|{last})|{plain}|{slash}|{dot})*$")
}

/// A link to one of the sites. A mail address has no scheme: what is before its `@` would be the name of a user.
fn link(sites: &[String]) -> String {
    let (mails, hosts): (Vec<&String>, Vec<&String>) = sites.iter().partition(|site| site.contains('@'));
    let names = |sites: Vec<&String>| sites.iter().map(|site| site.replace('.', r"\.")).collect::<Vec<_>>().join("|");
    match (mails.is_empty(), hosts.is_empty()) {
        (true, _) => format!("(?:(?i:https?)://)?(?i:{})", names(hosts)),
        (false, true) => format!("(?i:{})", names(mails)),
        (false, false) => format!("(?:(?:(?i:https?)://)?(?i:{})|(?i:{}))", names(hosts), names(mails)),
    }
}
