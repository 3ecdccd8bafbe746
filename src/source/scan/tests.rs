use super::plain::{plain_end, plain_end_of_value};
use super::*;

fn scan(text: &str) -> Result<Raw, Malformed> {
    let mut scanner = Scanner::new(text);
    let value = scanner.value().and_then(|value| scanner.end().map(|()| value));
    value.map_err(|Stop| scanner.malformed())
}

#[test]
fn what_serde_json_reads_is_read_and_nothing_else() {
    for text in [
        "null",
        " true ",
        "false",
        "0",
        "-0",
        "10.5e-3",
        "1E+5",
        "\"\"",
        "\"a\\n\\u00e9\\ud83d\\ude00é漢\"",
        "[]",
        "{}",
        "[1, [2, {\"a\": []}], \"x\"]",
        "{\"a\": {\"b\": [true, null]}, \"c\": -1}",
        "\"12345678\\\"12345678\"",
        "",
        " ",
        "nul",
        "01",
        "-",
        "1.",
        ".5",
        "+1",
        "1e",
        "\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\ud800\"",
        "\"\\ud800\\u0041\"",
        "\"\\udc00\"",
        "\"\t\"",
        "\"12345678\n\"",
        "[",
        "[1",
        "[1,",
        "[1,]",
        "[,]",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\" 1}",
        "[1}",
        "{\"a\":1]",
        "1 2",
        "[] x",
        "tru",
        "nulll",
        "'a'",
        "NaN",
        "\u{feff}1",
    ] {
        let expected = serde_json::from_str::<serde_json::Value>(text);
        assert_eq!(scan(text).is_ok(), expected.is_ok(), "{text}: {:?} {expected:?}", scan(text));
    }
}

#[test]
fn mistakes_have_their_place() {
    for (text, offset, message) in [
        ("{\"a\": tru}", 6, "expected a value"),
        ("{\"a\": \"b}", 6, "this string is not closed"),
        ("{\"a\": 1 \"b\": 2}", 8, "expected `,` or `}`"),
        ("[\"ab\\qc\"]", 4, "unknown escape"),
        ("[1 2]", 3, "expected `,` or `]`"),
    ] {
        assert_eq!(scan(text), Err(Malformed { offset, message }), "{text}");
    }
}

#[test]
fn words_and_ends_are_what_a_loop_over_bytes_finds() {
    for length in 0..80 {
        let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN".repeat(2);
        let letters = letters.get(..length).unwrap();
        for (before, behind) in [("", ""), ("[1, 2, ", ", \"x\"]"), ("                    ", "                    ")] {
            let text = format!("{before}\"{letters}\"{behind}");
            let raw = Raw::new(RawKind::Text, before.len(), before.len() + length + 2);
            assert_eq!(raw.word(text.as_bytes()), Some(Word::new(letters.as_bytes())), "{text}");
            for odd in ["\"", "\\", "\n", "\u{1f}"] {
                let text = format!("{before}{letters}{odd}{behind}");
                let start = before.len();
                assert_eq!(plain_end(text.as_bytes(), start), start + length, "{text}");
                assert_eq!(plain_end_of_value(text.as_bytes(), start), start + length, "{text}");
            }
            let text = format!("{before}{letters}é~ ");
            assert_eq!(plain_end(text.as_bytes(), before.len()), text.len(), "{text}");
            assert_eq!(plain_end_of_value(text.as_bytes(), before.len()), text.len(), "{text}");
        }
    }
    assert_ne!(Word::new(b"a\0"), Word::new(b"a"));
}

#[test]
fn escapes_mean_what_the_library_says() {
    for text in
        [r#""\n\t\r\b\f\"\\\/""#, r#""é\u00e9x\ud83d\ude00\uD83D\uDE00\u0000\uffff""#, r#""\\n\\\n""#, r#""plain""#]
    {
        let meant: String = serde_json::from_str(text).unwrap();
        assert_eq!(scan(text).unwrap().text(text.as_bytes()), meant.as_bytes(), "{text}");
    }
}

#[test]
fn strings_end_where_the_library_ends_them_wherever_their_escapes_stand() {
    let pieces = [
        "a",
        "bcdefgh",
        "\\\\",
        "\\\"",
        "\\n",
        "\\u00e9",
        "\\ud83d\\ude00",
        "é",
        "\\u12",
        "\\x",
        "\u{1}",
        "\\ud83d",
        "\"",
    ];
    let mut number = 11_usize;
    for round in 0..20_000 {
        // Mostly valid beginnings, up to three times as long as what is tested at once.
        let kinds = if round % 4 == 0 { pieces.len() } else { 8 };
        let mut text = String::from("[\"");
        while text.len() < 5 + round % 200 {
            number = (number * 1_103 + 977) % 1_048_573;
            text.push_str(pieces[number % kinds]);
        }
        text.push_str("\", 1]");
        let expected = serde_json::from_str::<serde_json::Value>(&text);
        let found = scan(&text);
        assert_eq!(found.is_ok(), expected.is_ok(), "{text}: {found:?} {expected:?}");
        if let (Ok(list), Ok(expected)) = (found, expected) {
            let first = list.elements(text.as_bytes()).next().unwrap();
            let meant = expected[0].as_str().unwrap();
            assert_eq!(first.text(text.as_bytes()), meant.as_bytes(), "{text}");
        }
    }
}

#[test]
fn nesting_is_bounded() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(scan(&nested(128)).is_ok());
    assert_eq!(scan(&nested(129)).unwrap_err().offset, 128);
    assert!(scan(&"[{\"a\":".repeat(10_000)).is_err());
}

#[test]
fn texts_and_numbers_are_what_they_mean() {
    let source = r#"["a\u0062", "cd", 12, -1.5, 1e999, [1, [2], "]"], {}]"#;
    let text = source.as_bytes();
    let list = scan(source).unwrap();
    let elements: Vec<_> = list.elements(text).collect();
    assert_eq!(elements.len(), 7);
    assert_eq!(elements[0].text(text).as_ref(), b"ab");
    assert_eq!(elements[1].text(text).as_ref(), b"cd");
    let numbers: Vec<_> = elements.iter().filter_map(|element| element.number(text)).collect();
    assert_eq!(numbers, [12.0, -1.5, f64::INFINITY]);
    assert_eq!(elements[5].elements(text).count(), 3);
}

#[test]
fn numbers_of_every_length_end_where_they_end() {
    for length in 1..30 {
        let digits = "123456789012345678901234567890".get(..length).unwrap();
        for behind in ["", ",", " ", "}", "/", ":", "\u{7f}", "é", "0\u{0}", ".", "e"] {
            for padding in ["", "          "] {
                let text = format!("{digits}{behind}{padding}");
                let scanner = Scanner::new(&text);
                let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
                assert_eq!(scanner.after_digits(0), end, "{text}");
            }
        }
        for text in [format!("-{digits}.5"), format!("{digits}.{digits}"), format!("{digits}.0"), format!("0.{digits}")]
        {
            let number = scan(&text).unwrap().number(text.as_bytes());
            assert_eq!(number, text.parse().ok(), "{text}");
        }
    }
    for text in ["0.1", "4.35", "0.000001", "100.00", "9007199254740.993", "179769313486231", "-0.0", "1e3", "5.0e-3"] {
        let number = scan(text).unwrap().number(text.as_bytes()).unwrap();
        assert_eq!(number.to_bits(), text.parse::<f64>().unwrap().to_bits(), "{text}");
    }
}

#[test]
fn a_literal_is_found_where_it_stands() {
    let key = Literal::of_key(b"amount").unwrap();
    let text = br#"{"amount":1,"amounts":2,"amount" :3,"amount":4"#;
    let ends = (0..text.len()).filter_map(|at| key.end(text, at));
    // The last one has fewer than sixteen bytes from its start on, so it is not tested.
    assert_eq!(ends.collect::<Vec<_>>(), [10]);
    assert_eq!(Literal::of_key(b"a_key_of_13_xx"), None);
    assert!(Literal::of_key(b"a_key_of_13_x").is_some());
    assert_eq!(Literal::of_key(b"a\"b"), None);
    assert_eq!((0..text.len()).filter_map(|at| Literal::NEVER.end(text, at)).count(), 0);
}
