//! Documents of other programs that are mistaken for a policy: they share its name, its extension or one of its
//! words. Each row has a sign that no `policy.json` has.

use crate::source::json::{Json, JsonKind, Member};

/// A kind of document of another program.
pub(super) struct Foreign {
    /// What it is, as messages say it.
    pub phrase: &'static str,
    /// What to do instead.
    pub help: &'static str,
    /// The member that shows it.
    sign: fn(&Json) -> Option<&Member>,
}

/// The kind of a document, and the member that shows it.
pub(super) fn recognise(json: &Json) -> Option<(&'static Foreign, &Member)> {
    FOREIGN.iter().find_map(|row| Some((row, (row.sign)(json)?)))
}

/// The lists of names below `tools`, which no policy has, whatever else is in the document.
pub(super) fn lists_in_tools(json: &Json) -> Option<(&'static Foreign, &Member)> {
    let tools = json.member("tools")?;
    let member = match tools.value.elements() {
        Some(_) => Some(tools).filter(|tools| is_list_of_names(&tools.value)),
        None => named_list(&tools.value, &[LIST_WORDS, TOOL_LIST_WORDS]),
    };
    member.map(|member| (&LISTS, member))
}

const READS: &str = "jamb reads the `policy.json` of an MCP gateway, with `version`, `default` and `tools`";

const LISTS: Foreign = Foreign {
    phrase: "this is a list of tool names",
    help: "write the names as statements of a `.pl`: `allow NAME`, `deny NAME` or `hide NAME`",
    sign: |json| named_list(json, &[LIST_WORDS, TOOL_LIST_WORDS]),
};

/// Tools in a list, as another product's policy has them: with what each of them may do.
pub(super) fn rules_in_tools(json: &Json) -> Option<(&'static Foreign, &Member)> {
    let has = |tool: &Json| RULE_WORDS.iter().any(|word| tool.get(word).is_some());
    let tools = json.member("tools").filter(|tools| tools.value.elements().is_some_and(|tools| tools.iter().any(has)));
    tools.map(|tools| (&ANOTHER, tools))
}

/// The members of tools in policies of other products.
const RULE_WORDS: [&str; 8] = ["allow", "allowed", "deny", "action", "effect", "permission", "policy", "rules"];

const ANOTHER: Foreign =
    Foreign { phrase: "this is a policy for another product", help: READS, sign: |json| listed(json, "rules") };

/// The more specific signs come first.
const FOREIGN: [Foreign; 15] = [
    Foreign { phrase: "this is a SARIF report", help: READS, sign: sarif },
    Foreign {
        phrase: "these are recorded calls",
        help: "`jamb simulate POLICY --trace FILE` replays them",
        sign: |json| text(json, &["tool", "jsonrpc", "tool_name"]).filter(|_| json.get("version").is_none()),
    },
    Foreign { phrase: "this is a report", help: READS, sign: report },
    Foreign { phrase: "this is an OpenAPI document", help: READS, sign: |json| text(json, &["openapi", "swagger"]) },
    Foreign {
        phrase: "this is a JSON Schema",
        help: "name the server's tools/list response with `catalog`, and write the policy as a `.pl`",
        sign: schema,
    },
    Foreign {
        phrase: "this is the manifest of an MCP bundle",
        help: "`jamb init` writes a policy from the server's tools/list response",
        sign: |json| ["manifest_version", "dxt_version"].iter().find_map(|word| json.member(word)),
    },
    Foreign {
        phrase: "these are the permissions of an agent",
        help: "write the same for a server's tools in a `.pl`: `allow NAME`, `deny NAME` or `hide NAME`",
        sign: permissions,
    },
    Foreign {
        phrase: "these are the settings of an MCP client",
        help: "a policy is about the tools of one server: `jamb init --stdio -- COMMAND` writes one for a server",
        sign: servers,
    },
    LISTS,
    Foreign { phrase: "this is an AWS IAM policy", help: READS, sign: |json| listed(json, "Statement") },
    Foreign { phrase: "this is a trust policy for container images", help: READS, sign: images },
    Foreign {
        phrase: "this is a Kubernetes resource",
        help: READS,
        sign: |json| text(json, &["apiVersion"]).and(text(json, &["kind"])),
    },
    Foreign { phrase: "this is a wallet's spending policy", help: READS, sign: wallet },
    ANOTHER,
    Foreign { phrase: "this is a policy for another product", help: READS, sign: |json| listed(json, "policies") },
];

/// What lists of names are called.
const LIST_WORDS: &[&str] = &[
    "allow",
    "allowed",
    "allowlist",
    "allow_list",
    "whitelist",
    "deny",
    "denied",
    "denylist",
    "deny_list",
    "blacklist",
    "block",
    "blocked",
    "blocklist",
    "ask",
    "include",
    "exclude",
    "enabled",
    "disabled",
];

/// What lists of names are called if they say that the names are those of tools.
const TOOL_LIST_WORDS: &[&str] = &[
    "allowed_tools",
    "denied_tools",
    "blocked_tools",
    "disallowed_tools",
    "enabled_tools",
    "disabled_tools",
    "include_tools",
    "exclude_tools",
    "tool_allowlist",
    "tool_denylist",
];

/// Settings of an agent that name what it may do without asking.
const PERMISSION_WORDS: &[&str] = &[
    "allowedTools",
    "disallowedTools",
    "alwaysAllow",
    "autoApprove",
    "coreTools",
    "excludeTools",
    "allowed-tools",
    "permissionMode",
];

fn permissions(json: &Json) -> Option<&Member> {
    let has_lists = |member: &&Member| {
        let has = |word: &&str| member.value.get(word).is_some();
        ["allow", "deny", "ask", "defaultMode", "additionalDirectories"].iter().any(has)
    };
    json.member("permissions").filter(has_lists).or_else(|| PERMISSION_WORDS.iter().find_map(|word| json.member(word)))
}

fn servers(json: &Json) -> Option<&Member> {
    let own = ["mcpServers", "mcp_servers", "mcp-servers", "context_servers"].iter().find_map(|word| json.member(word));
    let is_server = |member: &Member| ["command", "url", "httpUrl"].iter().any(|word| member.value.get(word).is_some());
    let has_servers = |member: &&Member| {
        member.value.members().is_some_and(|servers| !servers.is_empty() && servers.iter().all(is_server))
    };
    own.or_else(|| json.member("servers").filter(has_servers))
        .or_else(|| json.member("mcp").filter(|mcp| mcp.value.get("servers").is_some()))
}

fn sarif(json: &Json) -> Option<&Member> {
    json.get("$schema").or_else(|| json.get("version")).and(listed(json, "runs"))
}

fn report(json: &Json) -> Option<&Member> {
    let is_number = matches!(json.get("version")?.kind, JsonKind::Number(_));
    listed(json, "diagnostics").filter(|_| is_number)
}

fn schema(json: &Json) -> Option<&Member> {
    let names_it = |member: &&Member| member.value.text().is_some_and(|text| text.contains("json-schema.org"));
    let is_object = || json.get("type").and_then(Json::text) == Some("object");
    json.member("$schema")
        .filter(names_it)
        .or_else(|| json.member("properties").filter(|member| is_object() && member.value.members().is_some()))
}

fn images(json: &Json) -> Option<&Member> {
    json.member("default").filter(|member| {
        member.value.elements().is_some_and(|elements| elements.iter().any(|element| element.get("type").is_some()))
    })
}

fn wallet(json: &Json) -> Option<&Member> {
    let own = json.members().unwrap_or_default();
    let below = own.iter().map(|member| &member.value).flat_map(objects);
    let all = own.iter().chain(objects(json)).chain(below);
    let counts_money = || own.iter().any(|member| is_about_money(&member.key));
    let kind = || own.iter().find(|member| member.key == "type" && member.value.text().is_some() && counts_money());
    all.into_iter().find(|member| member.key == "maxAmount").or_else(kind)
}

fn is_about_money(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    ["amount", "spend", "currency", "wallet", "chain", "asset", "token"].iter().any(|word| key.contains(word))
}

/// The members of an object, or of the objects in a list.
fn objects(json: &Json) -> impl Iterator<Item = &Member> {
    let listed = json.elements().unwrap_or_default().iter().filter_map(Json::members).flatten();
    json.members().unwrap_or_default().iter().chain(listed)
}

fn named_list<'j>(json: &'j Json, words: &[&[&str]]) -> Option<&'j Member> {
    words.iter().copied().flatten().find_map(|word| json.member(word).filter(|member| is_list_of_names(&member.value)))
}

fn is_list_of_names(json: &Json) -> bool {
    json.elements().is_some_and(|elements| !elements.is_empty() && elements.iter().all(|name| name.text().is_some()))
}

fn listed<'j>(json: &'j Json, word: &str) -> Option<&'j Member> {
    json.member(word).filter(|member| member.value.elements().is_some() || member.value.members().is_some())
}

fn text<'j>(json: &'j Json, words: &[&str]) -> Option<&'j Member> {
    words.iter().find_map(|word| json.member(word).filter(|member| member.value.text().is_some()))
}
