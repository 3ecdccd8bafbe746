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
        let arguments: Vec<String> = arguments.iter().map(|&argument| argument.to_owned()).collect();
        classify(&Facts { name, description: None, arguments: &arguments, annotations: Annotations::default() })
    };
    assert_eq!(with("download_report", &["output_path"]).category, Category::Write);
    assert_eq!(with("download_report", &["id"]).category, Category::Read);
    assert_eq!(with("book_room", &["amount", "currency"]).category, Category::Financial);
    let sandbox = with("sandbox", &["code"]);
    assert_eq!((sandbox.category, sandbox.why.as_str()), (Category::Execute, "it takes `code`"));
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
