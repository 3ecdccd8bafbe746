//! Reads a `policy.json`, strictly: anything that the gateway does not know is an error at its own place, and
//! all errors are found in one run. Everything that the gateway accepts becomes a value of the model, even
//! what the language can't express.

use std::collections::{BTreeMap, HashMap};

use super::members::{self, Fields, Missing};
use super::shapes::{self, Shape};
use super::{Condition, Entry, Limit, Operand, Policy, Tool, errors, vocabulary};
use crate::diagnostic::{Diagnostic, MAX_DIAGNOSTICS, in_order};
use crate::source::json::{Json, JsonKind, Member};
use crate::source::{Place, Source, SourceId, Span, written_offset};
use crate::vocab::{Number, OperandKind, Operator, Path, Regexes, Value, Window};

/// Reads a document; `None` if it can't be used. The nodes have places: a tool that of its name, everything
/// else that of its value.
pub fn read(id: SourceId, source: &Source) -> (Option<Policy>, Vec<Diagnostic>) {
    match Json::parse(source) {
        Ok(json) => read_tree(id, source, &json),
        Err(error) => {
            let place = Span::at(error.offset as usize).of(id);
            (None, vec![errors::not_json(place, &error.message)])
        }
    }
}

/// Reads a document that was already parsed as JSON.
pub fn read_tree(id: SourceId, source: &Source, json: &Json) -> (Option<Policy>, Vec<Diagnostic>) {
    if let Some(other) = vocabulary::recognise(json) {
        return (None, vec![vocabulary::refusal(id, &other)]);
    }
    let mut regexes = Regexes::default();
    let mut reader = Reader::new(id, source, &mut regexes);
    let policy = reader.policy(json);
    let diagnostics = in_order(id, reader.finish());
    (diagnostics.is_empty().then_some(policy), diagnostics)
}

/// Reads one condition of an older policy, which has the same form. Only the first mistake is reported.
pub fn condition(
    id: SourceId,
    source: &Source,
    json: &Json,
    regexes: &mut Regexes,
) -> Result<Condition, Box<Diagnostic>> {
    let mut reader = Reader::new(id, source, regexes);
    let condition = reader.condition(json);
    match (condition, reader.finish().into_iter().next()) {
        (Some(condition), None) => Ok(condition),
        (_, Some(mistake)) => Err(Box::new(mistake)),
        (None, None) => {
            Err(Box::new(errors::wrong_kind(json.span.of(id), "a condition", "an object", json.describe())))
        }
    }
}

/// After a mistake, the functions below continue with whatever is left of the value; it is not used.
struct Reader<'s> {
    id: SourceId,
    source: &'s Source,
    diagnostics: Vec<Diagnostic>,
    /// Members that are not where they belong.
    moved: Vec<&'static str>,
    missing: Vec<Missing>,
    regexes: &'s mut Regexes,
}

impl<'s> Reader<'s> {
    fn new(id: SourceId, source: &'s Source, regexes: &'s mut Regexes) -> Self {
        Self { id, source, diagnostics: Vec::new(), moved: Vec::new(), missing: Vec::new(), regexes }
    }

    fn policy(&mut self, json: &Json) -> Policy {
        let fields = self.fields(json, &shapes::POLICY);
        if let Some(version) = fields.get("version") {
            self.version(version);
        }
        Policy {
            default_allow: fields.get("default").is_some_and(|default| self.default_allow(default)),
            hide: fields.get("hide").map(|hide| self.hide(hide)).unwrap_or_default(),
            all_tools: fields.get("all_tools").map(|all| self.all_tools(all)).unwrap_or_default(),
            tools: fields.get("tools").map(|tools| self.tools(tools)).unwrap_or_default(),
        }
    }

    fn version(&mut self, json: &Json) {
        if self.text(json, "`version`").is_some_and(|version| version != "1") {
            self.push(errors::unknown_version(self.place(json)));
        }
    }

    fn default_allow(&mut self, json: &Json) -> bool {
        let word = self.text(json, "`default`").unwrap_or("deny");
        if !matches!(word, "allow" | "deny") {
            self.push(errors::unknown_default(self.place(json), word));
        }
        word == "allow"
    }

    fn hide(&mut self, json: &Json) -> BTreeMap<String, Option<Place>> {
        let mut hidden = BTreeMap::new();
        for element in self.list(json, "`hide`") {
            let Some(name) = self.text(element, "a hidden name") else { continue };
            let place = self.place(element);
            if hidden.insert(name.to_owned(), Some(place)).is_some() {
                self.push(errors::hidden_twice(place, name));
            }
        }
        hidden
    }

    fn all_tools(&mut self, json: &Json) -> Vec<Limit> {
        let fields = self.fields(json, &shapes::ALL_TOOLS);
        self.limits(fields.get("limits"))
    }

    fn tools(&mut self, json: &Json) -> BTreeMap<String, Tool> {
        let Some(members) = json.members() else {
            self.push(errors::wrong_kind(self.place(json), "`tools`", "an object", json.describe()));
            return BTreeMap::new();
        };
        let mut seen = HashMap::new();
        let mut tools = BTreeMap::new();
        for member in members {
            let place = member.key_span.of(self.id);
            if let Some(first) = seen.insert(member.key.as_str(), place) {
                self.push(errors::member_twice(place, &member.key, first));
            }
            tools.insert(member.key.clone(), self.tool(member));
        }
        tools
    }

    fn tool(&mut self, member: &Member) -> Tool {
        let place = Some(member.key_span.of(self.id));
        if member.value.members().is_none() {
            if let Some(name) = shapes::POLICY.member(&member.key) {
                self.moved.push(name);
                self.push(errors::inside_tools(member.key_span.of(self.id), name));
                return Tool::default();
            }
            self.push(errors::wrong_tool(self.place(&member.value), member.value.describe()));
            return Tool::default();
        }
        let fields = self.fields(&member.value, &shapes::TOOL);
        Tool {
            place,
            require: self.entries(fields.get("require"), "`require`"),
            deny_if: self.entries(fields.get("deny_if"), "`deny_if`"),
            limits: self.limits(fields.get("limits")),
        }
    }

    fn entries(&mut self, json: Option<&Json>, what: &str) -> Vec<Entry> {
        let elements = json.map(|json| self.list(json, what)).unwrap_or_default();
        elements.iter().map(|element| self.entry(element)).collect()
    }

    fn entry(&mut self, json: &Json) -> Entry {
        let fields = self.fields(json, &shapes::ENTRY);
        let conditions = fields.get("conditions").map(|json| self.list(json, "`conditions`")).unwrap_or_default();
        Entry {
            place: Some(self.place(json)),
            conditions: conditions.iter().filter_map(|condition| self.condition(condition)).collect(),
            on_deny: fields.get("on_deny").and_then(|json| self.text(json, "`on_deny`")).map(str::to_owned),
        }
    }

    fn condition(&mut self, json: &Json) -> Option<Condition> {
        let fields = self.fields(json, &shapes::CONDITION);
        let path = fields.get("path").and_then(|path| self.path(path));
        let op = fields.get("op").and_then(|op| self.operator(op));
        let value = fields.get("value").zip(op).and_then(|(value, op)| self.operand(op, value));
        Some(Condition { place: Some(self.place(json)), path: path?, op: op?, value: value? })
    }

    fn path(&mut self, json: &Json) -> Option<Path> {
        let text = self.text(json, "`path`")?;
        let path = Path::from_json(text);
        if path.is_none() {
            self.push(errors::wrong_path(self.place(json), text));
        }
        path
    }

    fn operator(&mut self, json: &Json) -> Option<Operator> {
        let word = self.text(json, "`op`")?;
        let operator = Operator::from_json(word);
        if operator.is_none() {
            self.push(errors::unknown_operator(self.place(json), word));
        }
        operator
    }

    fn operand(&mut self, op: Operator, json: &Json) -> Option<Operand> {
        let what = format!("the value of `{}`", op.json());
        let value = self.value(json, &what)?;
        let wanted = match (op.row().operand, &value) {
            (OperandKind::Number, Operand::Value(Value::Text(text))) if Number::is_json(text) => {
                self.push(errors::number_as_text(self.place(json), &what));
                return None;
            }
            (OperandKind::Pattern, Operand::Value(Value::Text(pattern))) => {
                return self.check_pattern(json, pattern).then_some(value);
            }
            (OperandKind::Scalar, _)
            | (OperandKind::Number, Operand::Value(Value::Number(_)))
            | (OperandKind::List, Operand::List(_))
            | (OperandKind::Presence, Operand::Value(Value::Boolean(_))) => return Some(value),
            (OperandKind::Number, _) => "a number",
            (OperandKind::List, _) => "a list",
            (OperandKind::Pattern, _) => "a string",
            (OperandKind::Presence, _) => "`true` or `false`",
        };
        self.push(errors::wrong_kind(self.place(json), &what, wanted, json.describe()));
        None
    }

    /// The JSON reader bounds the depth.
    fn value(&mut self, json: &Json, what: &str) -> Option<Operand> {
        match &json.kind {
            JsonKind::Null => Some(Operand::Null),
            JsonKind::Boolean(boolean) => Some(Operand::Value(Value::Boolean(*boolean))),
            JsonKind::Text(text) => Some(Operand::Value(Value::Text(text.clone()))),
            JsonKind::Number(Some(number)) => Some(Operand::Value(Value::Number(*number))),
            JsonKind::Number(None) => {
                self.push(errors::huge_number(self.place(json)));
                None
            }
            JsonKind::List(elements) => {
                let elements: Vec<_> = elements.iter().map(|element| self.value(element, what)).collect();
                elements.into_iter().collect::<Option<_>>().map(Operand::List)
            }
            JsonKind::Object(_) => {
                self.push(errors::object_as_value(self.place(json), what));
                None
            }
        }
    }

    fn check_pattern(&mut self, json: &Json, pattern: &str) -> bool {
        if self.is_full() {
            return true;
        }
        let place = self.place(json);
        let Some(error) = self.regexes.mistake(pattern) else { return true };
        let quoted = self.source.slice(json.span);
        let start = json.span.start as usize;
        let written = |decoded| start + written_offset(quoted, decoded);
        let inside = Span::new(written(error.span.start), written(error.span.end));
        let mistake = errors::invalid_regex(place, inside.of(self.id), error);
        self.push(mistake);
        false
    }

    fn limits(&mut self, json: Option<&Json>) -> Vec<Limit> {
        let elements = json.map(|json| self.list(json, "`limits`")).unwrap_or_default();
        elements.iter().filter_map(|element| self.limit(element)).collect()
    }

    fn limit(&mut self, json: &Json) -> Option<Limit> {
        let fields = self.fields(json, &shapes::LIMIT);
        let counter = fields.get("counter").and_then(|counter| self.text(counter, "`counter`"));
        let window = fields.get("window").and_then(|window| self.window(window));
        let max = fields.get("max").and_then(|max| self.max(max));
        if let Some(scope) = fields.get("scope") {
            self.scope(scope);
        }
        Some(Limit { place: Some(self.place(json)), counter: counter?.to_owned(), window: window?, max: max? })
    }

    fn window(&mut self, json: &Json) -> Option<Window> {
        if let JsonKind::Number(number) = &json.kind {
            self.push(errors::window_in_seconds(self.place(json), number.and_then(Number::as_whole)));
            return None;
        }
        let word = self.text(json, "`window`")?;
        let window = Window::from_word(word);
        if window.is_none() {
            self.push(errors::unknown_window(self.place(json), word));
        }
        window
    }

    fn max(&mut self, json: &Json) -> Option<u64> {
        let JsonKind::Number(number) = &json.kind else {
            self.push(errors::wrong_kind(self.place(json), "`max`", "a number", json.describe()));
            return None;
        };
        let max = number.and_then(Number::as_whole).and_then(|whole| u64::try_from(whole).ok());
        if max.is_none() {
            self.push(errors::wrong_max(self.place(json)));
        }
        max
    }

    fn scope(&mut self, json: &Json) {
        if let Some(word) = self.text(json, "`scope`").filter(|word| *word != "grant") {
            self.push(errors::unknown_scope(self.place(json), word));
        }
    }

    /// The members of an object: each known, none twice, none missing.
    fn fields<'j>(&mut self, json: &'j Json, shape: &'static Shape) -> Fields<'j> {
        let Some(members) = json.members() else {
            self.push(errors::wrong_kind(self.place(json), shape.noun, "an object", json.describe()));
            return Fields::default();
        };
        if self.is_full() {
            return Fields::default();
        }
        let checked = members::check(self.id, json, members, shape);
        self.moved.extend(checked.moved);
        self.missing.extend(checked.missing);
        checked.diagnostics.into_iter().for_each(|diagnostic| self.push(diagnostic));
        checked.fields
    }

    /// Reports missing members. One that is in another place was already reported there.
    fn finish(mut self) -> Vec<Diagnostic> {
        for mut missing in std::mem::take(&mut self.missing) {
            missing.names.retain(|name| match self.moved.iter().position(|moved| moved == name) {
                Some(at) => {
                    self.moved.swap_remove(at);
                    false
                }
                None => true,
            });
            if !missing.names.is_empty() {
                self.push(errors::missing_members(missing.place, &missing.names, missing.shape));
            }
        }
        self.diagnostics
    }

    fn list<'j>(&mut self, json: &'j Json, what: &str) -> &'j [Json] {
        json.elements().unwrap_or_else(|| {
            self.push(errors::wrong_kind(self.place(json), what, "a list", json.describe()));
            &[]
        })
    }

    fn text<'j>(&mut self, json: &'j Json, what: &str) -> Option<&'j str> {
        if json.text().is_none() {
            self.push(errors::wrong_kind(self.place(json), what, "a string", json.describe()));
        }
        json.text()
    }

    fn place(&self, json: &Json) -> Place {
        json.span.of(self.id)
    }

    fn push(&mut self, diagnostic: Diagnostic) {
        if !self.is_full() {
            self.diagnostics.push(diagnostic);
        }
    }

    fn is_full(&self) -> bool {
        self.diagnostics.len() >= MAX_DIAGNOSTICS
    }
}
