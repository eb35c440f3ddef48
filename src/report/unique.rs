//! Identities of findings across documents, for formats whose readers compare one run with another.

use std::collections::HashMap;

use super::Located;
use crate::finding::Fingerprint;

/// A fingerprint for each of `findings`, different for any two: that of the finding with its path, since documents made
/// from one form have the same findings, and with its number where several documents say the same to each other. Lines are no
/// part of it.
pub(super) fn of(findings: &[Located]) -> Vec<String> {
    let mut seen: HashMap<Fingerprint, usize> = HashMap::new();
    let mut unique = |finding: &Located| {
        let own = Fingerprint::of([&*finding.primary.path, &finding.fingerprint.to_string()]);
        let nth = seen.entry(own).or_default();
        let unique = own.nth(*nth);
        *nth += 1;
        unique.to_string()
    };
    findings.iter().map(&mut unique).collect()
}
