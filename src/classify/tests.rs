use super::*;

fn category(name: &str) -> (Category, bool) {
    let judgement = by_name(name);
    (judgement.category, judgement.sure)
}

fn described(name: &str, description: &str) -> Judgement {
    classify(&Facts { name, description: Some(description), arguments: &[], annotations: Annotations::default() })
}

#[test]
fn names_of_every_habit() {
    use Category::{Destructive, Execute, Financial, Read, Write};
    for (name, expected) in [
        ("get_file", (Read, true)),
        ("acme_list_pages", (Read, true)),
        ("pagesList", (Read, true)),
        ("page-search", (Read, true)),
        ("mergePullRequest", (Write, true)),
        ("pull_request_read", (Read, true)),
        ("issue_write", (Write, true)),
        ("search_and_replace", (Write, true)),
        ("list_create", (Write, true)),
        ("order_details", (Read, false)),
        ("app_close_issues", (Write, false)),
        ("team_message_history", (Read, false)),
        ("GroupsController_joinGroup", (Write, false)),
        ("git_cherry_pick", (Write, true)),
        ("remove_background", (Write, false)),
        ("close_position", (Financial, false)),
        ("replay_flow", (Execute, true)),
        ("article_getter", (Read, false)),
        ("deploy_status", (Read, false)),
        ("deploy_site", (Execute, true)),
        ("run_shell_command", (Execute, true)),
        ("run_funnel_query", (Read, false)),
        ("generate_bar_chart", (Read, false)),
        ("generate_video", (Execute, false)),
        ("evaluate_script", (Execute, true)),
        ("generate_presentation", (Write, false)),
        ("generate_types", (Read, false)),
        ("emulate_device", (Write, true)),
        ("download_workflow_run_artifact", (Read, false)),
        ("test_run", (Execute, true)),
        ("get_exec", (Execute, true)),
        ("read_eval", (Execute, true)),
        ("lookup_and_charge", (Financial, false)),
        ("show_notification", (Write, false)),
        ("show_notifications", (Read, true)),
        ("is_open", (Read, false)),
        ("add_interception_rule", (Execute, false)),
        ("resolve_library_id", (Read, true)),
        ("resolve_incident", (Write, false)),
        ("customers.delete", (Destructive, true)),
        ("ClearGraph", (Destructive, true)),
        ("reset_database", (Destructive, false)),
        ("reset_view", (Write, false)),
        ("refund_order", (Financial, true)),
        ("create_payment_link", (Financial, true)),
        ("cancel_subscription", (Financial, false)),
        ("create_notification_subscription", (Write, true)),
        ("transfer_funds", (Financial, true)),
        ("transfer_issue", (Write, false)),
        ("place_order", (Financial, false)),
        ("list_invoices", (Read, true)),
        ("add", (Read, false)),
        ("films", (Read, false)),
        ("frobnicate", (Execute, false)),
        ("", (Execute, false)),
        ("削除", (Execute, false)),
    ] {
        assert_eq!(category(name), expected, "{name}");
    }
}

#[test]
fn descriptions_decide_where_the_name_is_a_noun_and_may_make_it_worse() {
    assert_eq!(described("subscription", "Lists the subscriptions.").category, Category::Read);
    assert_eq!(described("tables", "Creates and fills tables").category, Category::Write);
    let kept = described("scrape_docs", "Scrapes a page and saves it as Markdown");
    assert_eq!((kept.category, kept.why.as_str()), (Category::Write, "its description says `saves`"));
    assert_eq!(described("retrieve_payment", "Collect a payment from a customer").category, Category::Financial);
    assert_eq!(described("retrieve_payment", "Get a payment").category, Category::Read);
    assert_eq!(described("shop_open", "Whether the shop is open").category, Category::Read);
    let worse = described("get_rid_of", "Deletes a file for good");
    assert_eq!((worse.category, worse.sure), (Category::Destructive, false));
    assert_eq!(worse.why, "its description says `deletes`");
    let soothing = described("delete_file", "Reads a file");
    assert_eq!((soothing.category, soothing.sure), (Category::Destructive, true));
}

#[test]
fn hints_are_believed_towards_more_danger_only() {
    let hinted = |name, read_only, destructive| {
        let annotations = Annotations { read_only, destructive, ..Annotations::default() };
        classify(&Facts { name, description: None, arguments: &[], annotations })
    };
    assert_eq!(hinted("delete_all", Some(true), Some(false)).category, Category::Destructive);
    assert_eq!(hinted("run_code", Some(true), None).category, Category::Execute);
    let said = hinted("get_page", Some(false), None);
    assert_eq!((said.category, said.sure), (Category::Write, false));
    assert_eq!(said.why, "the server does not call it read-only");
    assert!(hinted("update_page", None, None).sure && !hinted("update_page", Some(false), Some(true)).sure);
    for category in Category::ALL {
        let name = category.word();
        let plain = hinted(name, None, None).category;
        for (read_only, destructive) in [(Some(true), Some(false)), (Some(false), Some(true)), (None, Some(true))] {
            assert!(hinted(name, read_only, destructive).category >= plain);
        }
    }
}

#[test]
fn arguments_tell_what_a_vague_name_does() {
    let with = |name, arguments: &[&str]| {
        let named = |&name: &&str| NamedArgument::new(name.to_owned(), None);
        let arguments: Vec<_> = arguments.iter().map(named).collect();
        classify(&Facts { name, description: None, arguments: &arguments, annotations: Annotations::default() })
    };
    assert_eq!(with("download_report", &["output_path"]).category, Category::Write);
    assert_eq!(with("download_report", &["id"]).category, Category::Read);
    assert_eq!(with("book_room", &["amount", "currency"]).category, Category::Financial);
    let sandbox = with("sandbox", &["code"]);
    assert_eq!((sandbox.category, sandbox.why.as_str()), (Category::Execute, "it takes `code`"));
}

/// A tool with arguments, each described as `name: description`.
fn tool(name: &str, description: &str, arguments: &[&str]) -> Judgement {
    let arguments: Vec<_> = arguments
        .iter()
        .map(|argument| match argument.split_once(": ") {
            Some((name, about)) => NamedArgument::new(name.to_owned(), Some(about.to_owned())),
            None => NamedArgument::new((*argument).to_owned(), None),
        })
        .collect();
    let description = Some(description).filter(|description| !description.is_empty());
    classify(&Facts { name, description, arguments: &arguments, annotations: Annotations::default() })
}

#[test]
fn a_description_that_begins_with_a_read_decides_for_a_name_that_says_nothing() {
    for (name, description) in [
        ("harbourTides", "Returns the tide times of a harbour."),
        ("metar", "Returns the latest weather report of an airport."),
        ("iconsForCondition", "Returns the icon for a weather condition."),
        ("exchangeRates", "Get the exchange rates of a day."),
        ("bus_lines", "List all bus lines of a town."),
        ("orderHistory", "List the orders of a customer, newest first."),
        ("sigwx", "Shows the chart of significant weather."),
        ("metar", "Fetches a report."),
        ("metar", "Retrieves a report."),
        ("metar", "Displays reports."),
        ("moonPhase", "This tool returns the phase of the moon."),
        ("uvIndex", "Use this to get the UV index of a place."),
        ("charge_points", "List charging points near a place."),
        ("inboxOfToday", "Lists the mails that nobody has read, and marks them as read."),
        ("corrected_calcium", "Calcium correction. Calculates a corrected level."),
    ] {
        assert_eq!(tool(name, description, &["day"]).category, Category::Read, "{name}: {description}");
    }
    for (description, argument, category) in [
        ("Returns the output of a shell.", "command", Category::Execute),
        ("Gets rows.", "sql", Category::Execute),
        ("Gets rows.", "query: a Cypher query", Category::Execute),
        ("Returns the result.", "code: Python code", Category::Execute),
        ("Evaluate a mathematical expression.", "expression", Category::Read),
        ("Lists what was sent.", "recipients", Category::Write),
        ("Gets the page as PDF.", "output_path", Category::Write),
    ] {
        assert_eq!(tool("metar", description, &["text", argument]).category, category, "{argument}");
    }
    assert_eq!(tool("next_task", "Get the next task and mark it as in progress.", &[]).category, Category::Write);
    // A plural is not a verb.
    assert_eq!(tool("xy", "Posts a message", &[]).category, Category::Write);
    assert_ne!(tool("xy", "Posts by friends", &[]).category, Category::Write);
}

#[test]
fn a_tool_that_calls_any_tool_or_runs_any_query_does_more_than_read() {
    for (name, description, arguments) in [
        (
            "fetch_tool",
            "Invoke a tool of another server by its name and return its answer.",
            &["server", "tool", "arguments"][..],
        ),
        ("find_tool", "", &["toolName", "params"]),
        ("hub_tool", "Search, describe or call any upstream tool", &["action", "tool", "arguments"]),
        ("search_hub", "Executes the named tool.", &["tool_id"]),
        ("lookup", "Finds a tool and runs it.", &["name"]),
        ("lookup_action", "Look up an action by its id and execute it.", &["action_id", "payload"]),
        ("get_via_proxy", "Forward a call to the tool of a connected server.", &["tool_name"]),
        ("read_gateway", "Calls a method of the remote server.", &["method", "params"]),
        ("list_records", "Runs a query in the database, including inserts and updates.", &["query"]),
        ("get_via_hub", "Calls any tool of the hub", &[]),
        ("query_shop", "Run a GraphQL query or mutation against the shop.", &["document", "variables"]),
        ("graph_query", "Run a GraphQL query or mutation", &["query"]),
        ("query_rows", "Executes raw SQL on the database.", &["query"]),
        ("get_rows", "Runs SQL statements", &["statement"]),
        ("sql_read", "Run any SQL statement", &["sql"]),
        ("search_graph", "Executes Cypher", &["query"]),
    ] {
        let judged = tool(name, description, arguments);
        assert_eq!((judged.category, judged.sure), (Category::Execute, false), "{name}: {}", judged.why);
    }
    for (name, description, arguments) in [
        ("read_query", "Run a SELECT statement on the database.", &["query: SELECT SQL query"][..]),
        ("query", "Run a read-only SQL query", &["sql"]),
        ("query_shop", "Query the GraphQL API. Mutations are not accepted.", &["query"]),
        ("list_alerts", "Lists alerts by the tool that found them.", &["tool_name", "page"]),
        ("get_docs", "Get the docs. Call this before any other tool.", &["topic"]),
        ("search_posts", "Searches posts.", &["query: the text to look for"]),
        ("query_metrics", "Runs a query of metrics", &["query"]),
    ] {
        let judged = tool(name, description, arguments);
        assert_eq!(judged.category, Category::Read, "{name}: {}", judged.why);
    }
}

#[test]
fn the_code_of_a_coupon_is_no_program() {
    for (name, description, argument) in [
        ("redeem_voucher", "Redeem a voucher.", "code: Voucher code, as printed"),
        ("coupon", "", "code"),
        ("vat", "The rate of a country.", "country_code"),
        ("landing", "Weather of an airport.", "code"),
    ] {
        let why = tool(name, description, &[argument]).why;
        assert!(!why.contains("`code`") && !why.contains("country_code"), "{name}: {why}");
    }
    assert_eq!(tool("sandbox", "Evaluates code.", &["code"]).why, "it takes `code`");
    assert_eq!(tool("review_code", "Review code.", &["code"]).category, Category::Read);
    assert_eq!(tool("review_code", "Review code and run its tests.", &["code"]).category, Category::Execute);
    assert_eq!(tool("ac", "", &["code"]).why, "it takes `code`");
}

#[test]
fn whatever_a_server_says_is_judged_at_once() {
    let long = "get_".repeat(1_000_000);
    assert_eq!(
        classify(&Facts { name: &long, description: Some(&long), arguments: &[], annotations: Annotations::default() })
            .category,
        Category::Read
    );
    for name in ["\u{202e}", "é", "ß_İ", "a\0b", "s", "ing", "ed"] {
        let _ = described(name, name);
    }
}
