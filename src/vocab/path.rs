//! Paths to arguments.

use std::fmt;

/// A path: `args.meta.ticket`. It only follows objects.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Path {
    // INVARIANT: at least one segment.
    segments: Vec<String>,
}

impl Path {
    /// The most steps that a path in a policy may have.
    pub const MAX_STEPS: usize = 1_000;

    /// A path from its segments after `args`; `None` if there are none.
    pub fn new(segments: Vec<String>) -> Option<Self> {
        (!segments.is_empty()).then_some(Self { segments })
    }

    /// Parses a path of a `policy.json`: `args.` and segments separated by dots.
    pub fn from_json(text: &str) -> Option<Self> {
        Self::new(text.strip_prefix("args.")?.split('.').map(str::to_owned).collect())
    }

    /// The path as `policy.json` writes it.
    pub fn to_json(&self) -> String {
        self.segments.iter().fold("args".to_owned(), |path, segment| path + "." + segment)
    }

    /// The segments after `args`.
    pub fn segments(&self) -> &[String] {
        &self.segments
    }

    /// Whether `policy.json` can express it: no segment is empty or contains a dot.
    pub fn is_expressible(&self) -> bool {
        self.segments.iter().all(|segment| !segment.is_empty() && !segment.contains('.'))
    }

    /// Whether a segment is written without quotes: `[A-Za-z_][A-Za-z0-9_]*`.
    pub fn is_ident(segment: &str) -> bool {
        let mut bytes = segment.bytes();
        bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_')
            && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    }
}

/// The path as the language writes it: `args.meta."ticket-id"`.
impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("args")?;
        for segment in &self.segments {
            match Self::is_ident(segment) {
                true => write!(f, ".{segment}")?,
                false => write!(f, ".{}", super::Value::Text(segment.clone()))?,
            }
        }
        Ok(())
    }
}
