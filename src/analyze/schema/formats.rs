//! The values of `format`, as regular expressions. Validators may check them or not, so a call that fits them is
//! preferred, but none is left out. Each expression describes usual values, not all.

/// A host name: labels of letters, digits and inner hyphens.
const HOST: &str = r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*";
const DATE: &str = r"20\d\d-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])";
const TIME: &str = r"([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ";

/// The regular expression of a format; `None` if it is not known.
pub fn pattern(format: &str) -> Option<String> {
    Some(match format {
        "email" | "idn-email" => format!(r"^[A-Za-z0-9_+-]+(\.[A-Za-z0-9_+-]+)*@{HOST}\.[a-z0-9]+$"),
        "hostname" | "idn-hostname" => format!("^{HOST}$"),
        "uri" | "url" | "iri" => {
            format!(r"^https?://{HOST}(:[1-9]\d{{0,3}})?(/[A-Za-z0-9._~!$&'()*+,;=:@/-]*)?(\?[A-Za-z0-9._~&=/-]*)?$")
        }
        "date-time" => format!("^{DATE}T{TIME}$"),
        "date" => format!("^{DATE}$"),
        "time" => format!("^{TIME}$"),
        "duration" => r"^P[1-9]\d*D$".to_owned(),
        "ipv4" => r"^((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)$".to_owned(),
        "ipv6" => "^([0-9a-f]{1,4}:){7}[0-9a-f]{1,4}$".to_owned(),
        "uuid" => "^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$".to_owned(),
        _ => return None,
    })
}
