//! The regular expressions of a clause about links. RE2 has no look-ahead, so a text that has links to some sites has to
//! match one expression from its start to its end, and must not match another one.

use super::endings::{self, TOP_LEVEL};

/// What browsers take for a dot, in a class, besides full stops.
const DOT: &str = r".\x{2024}\x{fe52}\x{ff0e}";
/// The full stops of Chinese and Japanese. Browsers take them for dots, too.
const STOP: &str = r"\x{3002}\x{ff61}";
/// What begins a name after a dot: a letter of any script, a character that can't be seen, or a symbol that browsers take
/// for letters, such as a circled one.
const LETTERS: &str =
    r"\p{L}\p{M}\p{Cf}\x{2100}-\x{214f}\x{24b6}-\x{24e9}\x{2e80}-\x{2fdf}\x{3200}-\x{33ff}\x{1f110}-\x{1f189}";
/// The same without letters.
const UNSEEN: &str =
    r"\p{M}\p{Cf}\x{2100}-\x{214f}\x{24b6}-\x{24e9}\x{2e80}-\x{2fdf}\x{3200}-\x{33ff}\x{1f110}-\x{1f189}";
/// The letters that may begin a sentence after a full stop. Browsers rewrite other forms of them, so these don't count.
const EASTERN: &str =
    r"\x{3041}-\x{3096}\x{30a1}-\x{30fa}\x{30fc}\x{3400}-\x{4dbf}\x{4e00}-\x{9fff}\x{ac00}-\x{d7a3}\x{20000}-\x{2a6df}";
/// What may be after these letters: ASCII, and punctuation that browsers don't rewrite to letters.
const AFTER: &str = r"\s\x21-\x7e\x{2014}\x{2018}-\x{201d}\x{2026}\x{3001}\x{3002}\x{3008}-\x{3011}\x{ff01}-\x{ff0d}\x{ff1a}-\x{ff20}\x{ff61}";
/// What may be after the name of a file, besides what ends every name.
const AFTER_FILE: &str = r":=?#\x{3001}\x{ff01}\x{ff0c}\x{ff1a}\x{ff1b}\x{ff1f}";
/// What ends a name, and may also stand before one: blanks, quotation marks, brackets and punctuation.
const ENDS: &str = r"\s\p{Z}\x22'\x60\p{Ps}\p{Pe}\p{Pi}\p{Pf}\x{2013}\x{2014}<>|,;!*";
/// A port.
const PORT: &str = "(?::[0-9]{1,5})?";
/// The path of an address with a scheme, which every program takes as one address, whatever dots it has.
const PATH: &str = r"(?:/[0-9A-Za-z_-]+(?:\.[0-9A-Za-z_-]+)*)+";

/// The expression that a text has to match, and the one that it must not match. Without sites and files, there is only
/// the second.
pub fn of(found: &[String]) -> (Option<String>, String) {
    let (stops, found): (Vec<&String>, Vec<&String>) = found.iter().partition(|it| *it == endings::STOPS);
    let has_stops = !stops.is_empty();
    let address = format!(r"(?:\p{{Nd}}+[{DOT}{STOP}]){{3}}\p{{Nd}}");
    let names = format!("{}|[{EASTERN}]+[^{EASTERN}{AFTER}]", TOP_LEVEL.join("|"));
    if found.is_empty() {
        let name = match has_stops {
            true => format!(r"[{DOT}][{LETTERS}]|[{STOP}](?:[^\P{{L}}{EASTERN}]|[{UNSEEN}]|{names})"),
            false => format!(r"[{DOT}{STOP}][{LETTERS}]"),
        };
        return (None, format!(r"{name}|[/\\]{{2}}|(?i:https?):|{address}"));
    }
    // Browsers also open `http:evil` and `http:\\evil`, and go to what is after an `@`.
    let odd = r"(?i:https?):/?(?:[^/]|$)|//[^/?#\s]*[\t\r\n]*@";
    let names = if has_stops { format!("|[{STOP}](?:{names})") } else { String::new() };
    (Some(required(&found, has_stops)), format!("{odd}|{address}{names}"))
}

/// The whole text consists of links to the sites, of names of files, and of characters among which no dot is followed by
/// a letter and no slash by a slash. The character after dots and slashes is a part of each alternative.
fn required(found: &[&String], has_stops: bool) -> String {
    let (files, sites): (Vec<&String>, Vec<&String>) =
        found.iter().partition(|found| endings::of_files(found).is_some());
    let dots = format!("{DOT}{STOP}");
    let plain = format!(r"[^/\\{dots}]");
    let run = format!(r"(?:[{dots}]+[/\\])*");
    let slash = format!(r"[{dots}]*[/\\]{run}(?:{plain}|$)");
    let dot = format!(r"[/\\]?{run}[{dots}]+(?:[^{LETTERS}/\\{dots}]|$)");
    let mut all = vec![plain, slash, dot];
    if has_stops {
        all.push(format!(r"[/\\]?{run}[{dots}]*[{STOP}][{EASTERN}]"));
    }
    let file = file(&files);
    if let Some(file) = &file {
        all.push(format!(r"{file}(?:[{ENDS}{AFTER_FILE}]|[{dots}]+(?:[^{LETTERS}/\\{dots}]|$)|$)"));
    }
    if !sites.is_empty() {
        let file = file.map(|file| format!("(?:{file})?")).unwrap_or_default();
        // Models often write `\n` for a line break.
        let before = format!(r"(?:^|{file}[/\\]?{run}[{dots}]*[{ENDS}:=]|\\[nrt])");
        let between = format!(r"(?:{PORT}(?:[{ENDS}]|[.:]+[{ENDS}])|\\[nrt])");
        let last = format!(r"(?:{PORT}(?:[/?#]|[.:]*$))");
        let (link, hosts) = link(&sites);
        all.push(format!("{before}{link}(?:{between}{link})*(?:{between}|{last})"));
        all.extend(hosts.map(|hosts| format!("{before}(?i:https?)://{hosts}{PORT}{PATH}")));
    }
    format!("^(?:{})*$", all.join("|"))
}

/// The end of the name of a file.
fn file(files: &[&String]) -> Option<String> {
    let endings: Vec<&str> = files.iter().filter_map(|file| endings::of_files(file)).collect();
    (!endings.is_empty()).then(|| format!(r"\.(?i:{})", endings.join("|")))
}

/// A link to one of the sites, and the hosts among them. A mail address has no scheme: what is before its `@` would be
/// the name of a user.
fn link(sites: &[&String]) -> (String, Option<String>) {
    let (mails, hosts): (Vec<&String>, Vec<&String>) = sites.iter().partition(|site| site.contains('@'));
    let names = |sites: Vec<&String>| {
        let names: Vec<String> = sites.iter().map(|site| site.replace('.', r"\.")).collect();
        (!names.is_empty()).then(|| format!("(?i:{})", names.join("|")))
    };
    let (mails, hosts) = (names(mails), names(hosts));
    let of_hosts = hosts.as_ref().map(|hosts| format!("(?:(?i:https?)://)?{hosts}"));
    let link = match (mails, of_hosts) {
        (Some(mails), Some(hosts)) => format!("(?:{hosts}|{mails})"),
        (mails, hosts) => mails.or(hosts).unwrap_or_default(),
    };
    (link, hosts)
}
