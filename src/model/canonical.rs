//! The canonical bytes of a policy: the same policy gives the same bytes on every machine. Empty parts are
//! left out, unless they mean something: `"x": {}` allows x, and `"conditions": []` always holds.

pub use super::pointers::pointers;

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::{Serialize, Serializer};
use serde_json::ser::Formatter;

use super::{Condition, Entry, Limit, Operand, Policy, Tool};
use crate::vocab::{Number, Value};

/// How the JSON is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Two spaces, one line for each element.
    Pretty,
    /// One line.
    Minified,
}

/// Writes a policy, with a newline at the end.
pub fn write(policy: &Policy, layout: Layout) -> String {
    let mut bytes = Vec::new();
    let formatter = Canonical { layout, depth: 0, is_empty: true };
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, formatter);
    if let Err(error) = DocumentView::of(policy).serialize(&mut serializer) {
        unreachable!("writing to memory does not fail, and every key is a string: {error}");
    }
    bytes.push(b'\n');
    String::from_utf8(bytes).unwrap_or_default()
}

/// The members of the document, in their order.
#[derive(Serialize)]
struct DocumentView<'p> {
    version: &'static str,
    default: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hide: Vec<&'p String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    all_tools: Option<AllToolsView<'p>>,
    #[serde(skip_serializing_if = "ToolsView::is_empty")]
    tools: ToolsView<'p>,
}

impl<'p> DocumentView<'p> {
    fn of(policy: &'p Policy) -> Self {
        Self {
            version: "1",
            default: if policy.default_allow { "allow" } else { "deny" },
            hide: policy.hide.keys().collect(),
            all_tools: (!policy.all_tools.is_empty()).then_some(AllToolsView { limits: Limits(&policy.all_tools) }),
            tools: ToolsView(&policy.tools),
        }
    }
}

#[derive(Serialize)]
struct AllToolsView<'p> {
    limits: Limits<'p>,
}

struct ToolsView<'p>(&'p BTreeMap<String, Tool>);

impl ToolsView<'_> {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for ToolsView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, tool)| (name, ToolView::of(tool))))
    }
}

#[derive(Serialize)]
struct ToolView<'p> {
    #[serde(skip_serializing_if = "Entries::is_empty")]
    require: Entries<'p>,
    #[serde(skip_serializing_if = "Entries::is_empty")]
    deny_if: Entries<'p>,
    #[serde(skip_serializing_if = "Limits::is_empty")]
    limits: Limits<'p>,
}

impl<'p> ToolView<'p> {
    fn of(tool: &'p Tool) -> Self {
        Self { require: Entries(&tool.require), deny_if: Entries(&tool.deny_if), limits: Limits(&tool.limits) }
    }
}

struct Entries<'p>(&'p [Entry]);

impl Entries<'_> {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Entries<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(EntryView::of))
    }
}

#[derive(Serialize)]
struct EntryView<'p> {
    conditions: Conditions<'p>,
    #[serde(skip_serializing_if = "Option::is_none")]
    on_deny: Option<&'p str>,
}

impl<'p> EntryView<'p> {
    fn of(entry: &'p Entry) -> Self {
        Self { conditions: Conditions(&entry.conditions), on_deny: entry.on_deny.as_deref() }
    }
}

struct Conditions<'p>(&'p [Condition]);

impl Serialize for Conditions<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(ConditionView::of))
    }
}

#[derive(Serialize)]
struct ConditionView<'p> {
    path: String,
    op: &'static str,
    value: OperandView<'p>,
}

impl<'p> ConditionView<'p> {
    fn of(condition: &'p Condition) -> Self {
        Self { path: condition.path.to_json(), op: condition.op.json(), value: OperandView(&condition.value) }
    }
}

struct OperandView<'p>(&'p Operand);

impl Serialize for OperandView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Operand::Null => serializer.serialize_unit(),
            Operand::Value(Value::Text(text)) => serializer.serialize_str(text),
            Operand::Value(Value::Boolean(boolean)) => serializer.serialize_bool(*boolean),
            Operand::Value(Value::Number(number)) => match number.as_whole() {
                Some(whole) => serializer.serialize_i128(whole),
                None => serializer.serialize_f64(number.as_f64()),
            },
            Operand::List(elements) => serializer.collect_seq(elements.iter().map(OperandView)),
        }
    }
}

struct Limits<'p>(&'p [Limit]);

impl Limits<'_> {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Limits<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(LimitView::of))
    }
}

#[derive(Serialize)]
struct LimitView<'p> {
    counter: &'p str,
    window: &'static str,
    max: u64,
    scope: &'static str,
}

impl<'p> LimitView<'p> {
    fn of(limit: &'p Limit) -> Self {
        Self { counter: &limit.counter, window: limit.window.word(), max: limit.max, scope: "grant" }
    }
}

/// Lays out lists and objects, and writes numbers as [`Number`] does.
struct Canonical {
    layout: Layout,
    depth: usize,
    /// Whether the innermost list or object is still empty.
    is_empty: bool,
}

impl Canonical {
    fn open<W: ?Sized + Write>(&mut self, writer: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.is_empty = true;
        writer.write_all(bracket)
    }

    fn element<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if !first {
            writer.write_all(b",")?;
        }
        self.new_line(writer)
    }

    fn close<W: ?Sized + Write>(&mut self, writer: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth -= 1;
        if !self.is_empty {
            self.new_line(writer)?;
        }
        self.is_empty = false;
        writer.write_all(bracket)
    }

    fn new_line<W: ?Sized + Write>(&self, writer: &mut W) -> io::Result<()> {
        if self.layout == Layout::Minified {
            return Ok(());
        }
        writer.write_all(b"\n")?;
        (0..self.depth).try_for_each(|_| writer.write_all(b"  "))
    }
}

impl Formatter for Canonical {
    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.open(writer, b"[")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.element(writer, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.is_empty = false;
        Ok(())
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.close(writer, b"]")
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.open(writer, b"{")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.element(writer, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(if self.layout == Layout::Minified { b":" } else { b": " })
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.is_empty = false;
        Ok(())
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.close(writer, b"}")
    }

    fn write_f64<W: ?Sized + Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        match Number::from_f64(value) {
            Some(number) => write!(writer, "{number}"),
            None => self.write_null(writer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocab::{Operator, Path, Window};

    fn policy() -> Policy {
        let number = |text| Operand::Value(Value::Number(Number::parse(text).unwrap()));
        let condition = |path, op, value| Condition { place: None, path: Path::from_json(path).unwrap(), op, value };
        let limit = |counter: &str, max| Limit { place: None, counter: counter.to_owned(), window: Window::Day, max };
        let mut tool = Tool::default();
        tool.require.push(Entry {
            place: None,
            conditions: vec![
                condition("args.a.b", Operator::Lt, number("0.0000001")),
                condition("args.a.b", Operator::Gte, number("9007199254740993.0")),
                condition("args.c", Operator::In, Operand::List(vec![Operand::Null, Operand::List(vec![])])),
                condition("args.c", Operator::Neq, number("1e21")),
            ],
            on_deny: Some("\u{1f}\u{7f}\u{e9}\n\"\\/".to_owned()),
        });
        tool.deny_if.push(Entry::default());
        tool.limits.push(limit("m", 0));
        let mut policy = Policy { default_allow: true, all_tools: vec![limit("n", u64::MAX)], ..Policy::default() };
        policy.hide.extend([("z".to_owned(), None), ("A".to_owned(), None)]);
        policy.tools.extend([("x".to_owned(), Tool::default()), ("a/~".to_owned(), tool)]);
        policy
    }

    #[test]
    fn what_is_empty_stays_on_one_line_or_is_left_out() {
        insta::with_settings!({snapshot_path => "../../snapshots/model", prepend_module_to_snapshot => false}, {
            insta::assert_snapshot!("canonical", write(&policy(), Layout::Pretty));
        });
        assert_eq!(write(&Policy::default(), Layout::Pretty), "{\n  \"version\": \"1\",\n  \"default\": \"deny\"\n}\n");
    }

    #[test]
    fn minified_is_the_same_document_in_one_line() {
        let minified = write(&policy(), Layout::Minified);
        assert_eq!(minified.find('\n'), Some(minified.len() - 1));
        let pretty: serde_json::Value = serde_json::from_str(&write(&policy(), Layout::Pretty)).unwrap();
        assert_eq!(serde_json::from_str::<serde_json::Value>(&minified).unwrap(), pretty);
    }
}
