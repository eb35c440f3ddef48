//! Command lines as transcripts: tests/cmd/*.trycmd.

#[test]
fn transcripts() {
    trycmd::TestCases::new().case("tests/cmd/*.trycmd").env("COLUMNS", "80").env("GUIJU_CACHE_DIR", "");
}
