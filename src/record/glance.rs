//! Looks at a message while it passes, however long it is, in constant memory: what it asks, or which request it
//! answers and whether that went well. It does not check the JSON: what needs more than a look is read as a whole.

/// The longest id, method or name that is kept.
const LONGEST: usize = 4 * 1024;

/// What was seen of a message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// `id`, as JSON text.
    pub id: Option<String>,
    /// `method`
    pub method: Option<String>,
    /// `name` in `params`: the tool of a call.
    pub name: Option<String>,
    /// Whether it has an `error` that is not `null`, or `isError` in its result is true.
    pub is_error: bool,
    /// Whether it is a list of messages.
    pub is_batch: bool,
    /// Whether something follows it on its line, which some servers read as the next message.
    pub is_followed: bool,
}

/// Looks at one message.
#[derive(Debug, Default)]
pub struct Glance {
    seen: Seen,
    depth: usize,
    /// The message has ended. What follows on its line is not looked at.
    is_over: bool,
    /// Whether the containers at depths 1 and 2 are objects.
    objects: [bool; 2],
    /// The keys of the current members at depths 1 and 2, as JSON text.
    keys: [Vec<u8>; 2],
    mode: Mode,
    /// Whether the next string is a key.
    expects_key: bool,
    /// The string or word that is being read, if it matters.
    text: Vec<u8>,
    keeps: bool,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Mode {
    #[default]
    Between,
    Key,
    Text,
    Escaped {
        is_key: bool,
    },
}

impl Glance {
    /// Looks at the next bytes.
    pub fn look(&mut self, mut bytes: &[u8]) {
        while let Some((&byte, rest)) = bytes.split_first().filter(|_| !self.is_over) {
            bytes = match self.mode {
                Mode::Between => {
                    self.between(byte);
                    rest
                }
                Mode::Escaped { is_key } => {
                    self.keep(&[byte]);
                    self.mode = if is_key { Mode::Key } else { Mode::Text };
                    rest
                }
                Mode::Key | Mode::Text => self.string(bytes),
            };
        }
        self.seen.is_followed |= self.is_over && bytes.iter().any(|byte| !byte.is_ascii_whitespace());
    }

    /// What was seen, after the last byte. The next message begins.
    pub fn end(&mut self) -> Seen {
        self.end_word();
        std::mem::take(self).seen
    }

    /// Reads on in a string, and returns what follows.
    fn string<'b>(&mut self, bytes: &'b [u8]) -> &'b [u8] {
        let plain = bytes.iter().position(|byte| matches!(byte, b'"' | b'\\')).unwrap_or(bytes.len());
        let (plain, rest) = bytes.split_at_checked(plain).unwrap_or((bytes, &[]));
        self.keep(plain);
        let Some((&byte, rest)) = rest.split_first() else { return rest };
        self.keep(&[byte]);
        let is_key = self.mode == Mode::Key;
        if byte == b'\\' {
            self.mode = Mode::Escaped { is_key };
            return rest;
        }
        self.mode = Mode::Between;
        if is_key {
            if let Some(key) = self.depth.checked_sub(1).and_then(|depth| self.keys.get_mut(depth)) {
                *key = std::mem::take(&mut self.text);
            }
        } else {
            self.end_word();
        }
        rest
    }

    fn between(&mut self, byte: u8) {
        match byte {
            b'"' => {
                let is_key = std::mem::take(&mut self.expects_key);
                self.mode = if is_key { Mode::Key } else { Mode::Text };
                self.text.clear();
                self.keeps = is_key || self.wants().is_some();
                self.keep(b"\"");
            }
            b'{' | b'[' => self.open(byte == b'{'),
            b'}' | b']' => {
                self.end_word();
                self.depth = self.depth.saturating_sub(1);
                self.is_over = self.depth == 0;
                self.expects_key = false;
            }
            b',' => {
                self.end_word();
                self.expects_key = self.is_object();
            }
            b':' => {
                self.text.clear();
                self.keeps = self.wants().is_some();
            }
            b' ' | b'\t' | b'\r' | b'\n' => {}
            _ => self.keep(&[byte]),
        }
    }

    fn open(&mut self, is_object: bool) {
        // An `error` is an object; everything else that matters is a word or a string.
        if self.wants() == Some(Wanted::Error) && is_object {
            self.seen.is_error = true;
        }
        self.seen.is_batch |= self.depth == 0 && !is_object;
        self.text.clear();
        self.keeps = false;
        self.depth += 1;
        if let Some(kind) = self.objects.get_mut(self.depth - 1) {
            *kind = is_object;
        }
        self.expects_key = self.is_object();
    }

    fn is_object(&self) -> bool {
        self.depth.checked_sub(1).and_then(|depth| self.objects.get(depth)).copied().unwrap_or(false)
    }

    /// What the value at this place is for.
    fn wants(&self) -> Option<Wanted> {
        let [outer, inner] = &self.keys;
        match (self.depth, outer.as_slice(), inner.as_slice()) {
            (1, key, _) if self.is_object() => match decoded(key)?.as_str() {
                "id" => Some(Wanted::Id),
                "method" => Some(Wanted::Method),
                "error" => Some(Wanted::Error),
                _ => None,
            },
            (2, outer, inner) if self.is_object() => match (decoded(outer)?.as_str(), decoded(inner)?.as_str()) {
                ("params", "name") => Some(Wanted::Name),
                ("result", "isError") => Some(Wanted::IsError),
                _ => None,
            },
            _ => None,
        }
    }

    /// A string or a word ends.
    fn end_word(&mut self) {
        if !std::mem::take(&mut self.keeps) || self.text.is_empty() {
            return;
        }
        let text = std::mem::take(&mut self.text);
        match self.wants() {
            Some(Wanted::Id) => self.seen.id = String::from_utf8(text).ok(),
            Some(Wanted::Method) => self.seen.method = decoded(&text),
            Some(Wanted::Name) => self.seen.name = decoded(&text),
            Some(Wanted::Error) => self.seen.is_error |= text != b"null",
            Some(Wanted::IsError) => self.seen.is_error |= text == b"true",
            None => {}
        }
    }

    fn keep(&mut self, bytes: &[u8]) {
        if self.keeps && self.text.len() + bytes.len() <= LONGEST {
            self.text.extend_from_slice(bytes);
        } else if self.keeps {
            self.keeps = false;
            self.text.clear();
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Id,
    Method,
    Error,
    Name,
    IsError,
}

fn decoded(text: &[u8]) -> Option<String> {
    match text {
        // Most keys are plain.
        [b'"', plain @ .., b'"'] if !plain.contains(&b'\\') => String::from_utf8(plain.to_vec()).ok(),
        _ => serde_json::from_slice(text).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glance(text: &str, step: usize) -> Seen {
        let mut glance = Glance::default();
        text.as_bytes().chunks(step).for_each(|chunk| glance.look(chunk));
        glance.end()
    }

    #[test]
    fn the_members_that_matter_are_found_wherever_they_are() {
        let long = "x".repeat(100_000);
        for (text, id, method, name, is_error) in [
            (r#"{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"a","arguments":{"name":"b"}}}"#.to_owned(), Some("7"), Some("tools/call"), Some("a"), false),
            (r#" { "params" : {"arguments": [{"id": 9}, "}{"], "name" : "\u0061b" }, "method":"tools\/call", "id" : "x\"y" } "#.to_owned(), Some(r#""x\"y""#), Some("tools/call"), Some("ab"), false),
            (format!(r#"{{"result":{{"content":[{{"text":"{long}\\","id":1}}],"isError":true}},"id":3}}"#), Some("3"), None, None, true),
            (r#"{"id":null,"error":{"code":1}}"#.to_owned(), Some("null"), None, None, true),
            (r#"{"id":-1.5e3,"result":{"isError":false},"error":null}"#.to_owned(), Some("-1.5e3"), None, None, false),
            (r#"{"result":{"structuredContent":{"isError":true,"error":1}},"id":2}"#.to_owned(), Some("2"), None, None, false),
            (format!(r#"{{"id":"{long}","method":"ping"}}"#), None, Some("ping"), None, false),
            (r#"{"id":1} {"id":2,"method":"x"}"#.to_owned(), Some("1"), None, None, false),
            ("not json at all".to_owned(), None, None, None, false),
        ] {
            let expected = Seen {
                id: id.map(str::to_owned),
                method: method.map(str::to_owned),
                name: name.map(str::to_owned),
                is_error,
                is_batch: false,
                is_followed: text.contains("} {"),
            };
            for step in [1, 3, 1_000_000] {
                assert_eq!(glance(&text, step), expected, "{}", text.get(..80).unwrap_or(&text));
            }
        }
        assert!(glance(r#"[{"id":1,"method":"tools/call"}]"#, 5) == Seen { is_batch: true, ..Seen::default() });
    }
}
