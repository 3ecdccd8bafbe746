use super::*;
use ArgumentKind::{Command, Host, Mail, Path, Query, Url};

fn of(tool: &str, about: &str, name: &str, description: &str) -> Option<ArgumentKind> {
    let said = |text| Some(text).filter(|text: &&str| !text.is_empty());
    let tool = ToolSigns::new(tool, said(about), false);
    kind(&Signs { tool: &tool, name, descriptions: [said(description), None], ..Signs::default() })
}

#[test]
fn names_say_what_a_text_is_for() {
    for (name, expected) in [
        ("buildScript", Some(Command)),
        ("command_line", Some(Command)),
        ("argv", Some(Command)),
        ("target_dir", Some(Path)),
        ("paths", Some(Path)),
        ("directories", Some(Path)),
        ("cwd", Some(Path)),
        ("webhook-url", Some(Url)),
        ("imageURLs", Some(Url)),
        ("hostnames", Some(Host)),
        ("cc", Some(Mail)),
        ("sql", Some(Query)),
        ("file_name", Some(Path)),
        ("folderName", Some(Path)),
        ("destination_folder_results", Some(Path)),
        ("requestFilePath", Some(Path)),
        ("privateKeyPath", Some(Path)),
        ("image_source", Some(Path)),
        ("sqlQuery", Some(Query)),
        ("sql_code_blocks", Some(Query)),
        ("script_content", Some(Command)),
        ("command_string", Some(Command)),
        ("javascript", Some(Command)),
        ("proxy", Some(Url)),
        ("exclude_paths", None),
        ("function", None),
        ("database", None),
        ("volumes", None),
        ("input", None),
        ("url_pattern", None),
        ("json_path", None),
        ("query", None),
        ("code", None),
        ("to", None),
        ("source", None),
        ("file_id", None),
        ("line", None),
        ("title", None),
    ] {
        assert_eq!(of("thing", "", name, ""), expected, "{name}");
    }
}

#[test]
fn a_word_with_two_meanings_needs_another_sign() {
    for (tool, about, name, description, expected) in [
        ("redeem_coupon", "Redeem a coupon for the cart.", "code", "Coupon code, as printed on the voucher", None),
        ("run_python", "", "code", "", Some(Command)),
        ("evaluate", "Evaluates JavaScript in the page.", "code", "", Some(Command)),
        ("find_board_games", "Look for board games.", "query", "Name of the game to look for", None),
        ("search_documents", "Full-text search in the documents.", "query", "Words to look for", None),
        ("read_query", "Run a SELECT statement on the SQLite database.", "query", "SELECT SQL query", Some(Query)),
        ("query", "Query the warehouse database.", "query", "", Some(Query)),
        ("run_graph", "Run a Cypher statement", "statement", "", Some(Query)),
        ("rename_file", "Rename or move a file.", "destination", "", Some(Path)),
        ("move", "Moves files.", "to", "", Some(Path)),
        ("search_flights", "Find flights.", "destination", "Airport code", None),
        ("send_mail", "Send an e-mail.", "to", "", Some(Mail)),
        ("send_mail", "Send an e-mail.", "to", "E-mail address", Some(Mail)),
        ("list_events", "List the events between two dates.", "to", "date", None),
        ("convert_currency", "Convert an amount.", "to", "ISO 4217 code", None),
        ("move_ticket", "Move a ticket to a column of the board.", "to", "Name of the column", None),
        ("create_meeting", "Create an event and invite the participants by e-mail.", "participants", "", Some(Mail)),
        ("mail_report", "Mail a report to people.", "recipients", "E-mail addresses", Some(Mail)),
        ("count_requests", "Count the requests in the access log by path.", "path", "Path of the HTTP request", None),
        ("find_people", "Search the directory.", "email", "Part of the address", None),
        ("find_people", "Search by part of the e-mail address.", "email", "", None),
        ("add_event", "", "participants", "The e-mail addresses of those who take part.", Some(Mail)),
        ("get_sent_mail", "", "folder", "", None),
        ("search_files", "", "filename", "", None),
        ("read_file", "", "filename", "", Some(Path)),
        ("open_document", "", "document", "Absolute path of the document", Some(Path)),
        ("run_program", "Run a program.", "args", "Its arguments", Some(Command)),
        ("evaluate", "Evaluate JavaScript in the page.", "function", "", Some(Command)),
        ("open_db", "Open a SQLite database.", "database", "", Some(Path)),
        ("list_rows", "List the rows of a database.", "database", "", None),
        ("start", "Start a container.", "volumes", "", Some(Path)),
        ("terminal", "Send keys to the terminal.", "input", "", Some(Command)),
        ("open_socket", "Open a TCP connection.", "address", "", Some(Host)),
        ("git_status", "Show the status of a repository on disk.", "repo", "", Some(Path)),
        ("send_report", "Send a report with files.", "attachments", "", Some(Path)),
        ("compare", "Compare two versions of a file.", "from", "", None),
        ("copy", "Copy a file.", "from", "", Some(Path)),
        ("get_flag", "Get a flag.", "path", "Property path of the flag", None),
        ("stats", "Statistics of an endpoint.", "endpoint", "Endpoint name", None),
        ("get_rank", "Get the rank of a domain.", "domain", "", None),
        ("scan", "Scan a domain or IP address with nmap.", "domain", "", Some(Host)),
        ("search", "Search the knowledge of a business domain.", "domain", "Business domain such as billing", None),
        ("list_devices", "List the devices of a domain.", "domain", "Device class: light, switch", None),
        ("get_script", "Get the text of a film.", "script", "Title of the script", None),
        ("get_code", "Get a value.", "path", "Dotted key path", None),
        ("get_link", "Get a short link by its slug.", "link", "Slug", None),
        ("count_hits", "Hits by URL.", "url", "URL as it is logged", None),
        ("stats", "Statistics of an endpoint.", "endpoint", "Route template such as /v1/orders", None),
        ("list_people", "List the people of a company.", "directory", "Name of the company directory", None),
        ("search_patients", "Full-text search in the database of patients.", "query", "", None),
    ] {
        assert_eq!(of(tool, about, name, description), expected, "{tool} {name}");
    }
}

#[test]
fn a_schema_says_more_than_a_name() {
    let signs = |format, default| Signs { name: "target", format, default, ..Signs::default() };
    assert_eq!(kind(&signs(Some("uri"), None)), Some(Url));
    assert_eq!(kind(&signs(Some("email"), None)), Some(Mail));
    assert_eq!(kind(&signs(None, Some("/srv/app"))), Some(Path));
    assert_eq!(kind(&signs(None, Some("main"))), None);
    assert_eq!(kind(&Signs { name: "path", format: Some("uuid"), ..Signs::default() }), None);
}

#[test]
fn texts_say_what_they_are() {
    for (text, expected) in [
        ("/srv/docs", Some(Path)),
        ("./a", Some(Path)),
        ("~/notes", Some(Path)),
        (r"C:\Reports\", Some(Path)),
        ("/", None),
        ("https://docs.example.com", Some(Url)),
        ("file:///srv", Some(Url)),
        ("git status", Some(Command)),
        ("/usr/bin/git log", Some(Command)),
        ("git", None),
        ("SELECT id", Some(Query)),
        ("ann@acme.example", Some(Mail)),
        ("@acme.example", Some(Mail)),
        ("@scope/package", None),
        ("docs.example.com", Some(Host)),
        ("169.254.169.254", Some(Host)),
        ("main.py", None),
        ("1.2.3", None),
        ("draft", None),
        ("", None),
    ] {
        assert_eq!(of_text(text), expected, "{text}");
    }
}

#[test]
fn a_path_in_a_service_is_no_file_of_the_server() {
    for (tool, about, name, description, expected) in [
        ("get_file_contents", "Get a file from a GitHub repository", "path", "Path to the file", None),
        ("clone_repository", "Clone a GitHub repository to a local folder", "path", "Where to put it", Some(Path)),
        ("get_document", "Get a Firestore document", "documentPath", "Full path to the document", None),
        ("create_wallet", "Create a wallet", "path", "Optional HD path", None),
        ("fix_config", "Fix a configuration", "configFile", "The full contents of the file", None),
        ("drag", "Drag an element of the page", "target", "Element reference from the page", None),
        ("wiki", "Read a page", "page", "Exact title of the page", None),
        ("calculate", "Calculates the given expression.", "expression", "", None),
    ] {
        assert_eq!(of(tool, about, name, description), expected, "{tool} {name}");
    }
    let blame = ToolSigns::new("", None, true);
    assert_eq!(kind(&Signs { tool: &blame, name: "path", ..Signs::default() }), None);
}

#[test]
fn a_text_may_be_only_stored_read_or_looked_up() {
    let used = |tool, about, name, kind| {
        let tool = ToolSigns::new(tool, Some(about), false);
        is_used(&Signs { tool: &tool, name, ..Signs::default() }, kind)
    };
    let described = |description| {
        let tool = ToolSigns::new("add", None, false);
        let descriptions = [Some(description), None];
        is_used(&Signs { tool: &tool, name: "url", descriptions, ..Signs::default() }, Url)
    };
    assert!(described("URL to fetch") && !described("URL to store"));
    for (tool, about, name, kind) in [
        ("update_contact", "Update a contact.", "website", Url),
        ("add_hyperlink", "Add a link to a slide.", "url", Url),
        ("get_job", "Get a job.", "workflow_url", Url),
        ("get_archived_page", "Get an archived page.", "url", Url),
        ("analyze_code", "Find mistakes in code.", "code", Command),
        ("format_sql", "Format a statement.", "sql", Query),
        ("get_file_info", "Get the size of a file.", "path", Path),
        ("create_directory", "Create a directory.", "path", Path),
        ("add_task", "Add a task.", "related_files", Path),
        ("whois", "Whois of a domain.", "domain", Host),
        ("get_youtube_transcript", "Get the transcript of a film.", "youtube_url", Url),
        ("send_feedback", "Send feedback about a search.", "url", Url),
        ("svg_prompt", "Make a prompt.", "source", Path),
        ("get_file_details", "Get details of a file.", "filename", Path),
    ] {
        assert!(!used(tool, about, name, kind), "{tool} {name}");
    }
    for (tool, about, name, kind) in [
        ("create_webhook", "Create a webhook.", "url", Url),
        ("create_contact", "Import a contact from a page.", "website", Url),
        ("get_job", "Scrape the page of a job.", "job_url", Url),
        ("get_page", "Get a page.", "url", Url),
        ("analyze_code", "Run code in a sandbox and time it.", "code", Command),
        ("get_output", "Get what a shell prints.", "command", Command),
        ("explain_sql", "Explain a statement.", "sql", Query),
        ("read_file", "Read a file.", "path", Path),
        ("create_file", "Create a file.", "path", Path),
        ("scan", "Scan the ports of a domain that is available.", "domain", Host),
        ("check", "Check whether a server is available.", "host", Host),
        ("archive_page", "Keep an archived copy of a page.", "url", Url),
        ("run_prompt", "Run a prompt in a folder.", "path", Path),
    ] {
        assert!(used(tool, about, name, kind), "{tool} {name}");
    }
}
