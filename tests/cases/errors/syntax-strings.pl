# A wrong escape, half of a surrogate pair, a control character and a string that is not closed.
default deny
deny a because "\q"
deny b because "x\ud800"
deny c because "a	b"
deny d because r#"open"
