# A raw string that is not closed is one mistake, never the name `r` with a comment.
default deny

hide r#"drop table", delete_repo

tool run_query {
  require args.r#"table" > 5
  deny if args.sql matches r##"^drop"#
}
