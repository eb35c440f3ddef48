//! The official inspection of government websites, which centres are judged by.

/// The document that sets the indicators.
pub const INSPECTION: &str = "《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）";

/// An indicator of the inspection: what inspectors call a fault of a guide. Only those that a rule is certain to belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Indicator {
    /// A guide lacks a class of elements.
    Elements,
    /// What a guide says is wrong.
    Accuracy,
    /// A form that applicants need is not offered.
    Forms,
}

impl Indicator {
    /// All of them, in the order of the document.
    pub const ALL: [Indicator; 3] = [Indicator::Elements, Indicator::Accuracy, Indicator::Forms];

    /// Its name, in rule files and reports.
    pub fn name(self) -> &'static str {
        match self {
            Indicator::Elements => "办事指南要素",
            Indicator::Accuracy => "办事指南内容准确",
            Indicator::Forms => "表格样表",
        }
    }

    /// The indicator of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|indicator| indicator.name() == name)
    }

    /// The part and the group of the document that it stands in.
    pub fn part(self) -> &'static str {
        match self {
            Indicator::Elements | Indicator::Accuracy | Indicator::Forms => "扣分指标·办事服务",
        }
    }
}
