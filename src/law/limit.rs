//! Time limits in running text: how long, in which unit, bounded how, counted from when, without what, and for what.

mod find;
mod measure;
mod role;

use std::cmp::Ordering;

pub use find::time_limits;
pub(crate) use role::{STEPS, UNCOUNTED};

use crate::text::{Amount, Plain, Span};

/// The unit of a time limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// 当场、即办: done while the applicant waits; the amount is 0.
    OnTheSpot,
    /// 分钟
    Minute,
    /// 小时
    Hour,
    /// 工作日
    WorkingDay,
    /// 自然日、日历日
    CalendarDay,
    /// 日 or 天, without saying which kind.
    Day,
    /// 周、星期
    Week,
    /// 个月
    Month,
    /// 年
    Year,
}

impl Unit {
    /// All of them.
    pub const ALL: [Unit; 9] = [
        Unit::OnTheSpot,
        Unit::Minute,
        Unit::Hour,
        Unit::WorkingDay,
        Unit::CalendarDay,
        Unit::Day,
        Unit::Week,
        Unit::Month,
        Unit::Year,
    ];

    /// The Chinese name.
    pub fn name(self) -> &'static str {
        match self {
            Unit::OnTheSpot => "当场",
            Unit::Minute => "分钟",
            Unit::Hour => "小时",
            Unit::WorkingDay => "工作日",
            Unit::CalendarDay => "自然日",
            Unit::Day => "日",
            Unit::Week => "周",
            Unit::Month => "月",
            Unit::Year => "年",
        }
    }
}

/// How an amount bounds the time. 以内、以上 include it (民法典第一千二百五十九条); 不满、超过 do not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bound {
    /// 内、以内、之内、不超过
    Within,
    /// 不少于、以上
    AtLeast,
    /// 不满、少于
    LessThan,
    /// 超过、多于
    MoreThan,
}

impl Bound {
    /// The word that stands for it in reports.
    pub fn name(self) -> &'static str {
        match self {
            Bound::Within => "以内",
            Bound::AtLeast => "不少于",
            Bound::LessThan => "不满",
            Bound::MoreThan => "超过",
        }
    }
}

/// What a limit is for. Only limits of one role are ever compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LimitRole {
    /// 法定时限
    Statutory,
    /// 承诺时限, the time in which the centre promises to finish.
    Promised,
    /// 环节: one step of the procedure.
    Step,
    /// 补正告知: in which the centre must say what is missing.
    CorrectionNotice,
    /// 补正、补齐: in which the applicant must act.
    Applicant,
    /// 送达、颁发
    Delivery,
    /// 公示、公告
    Publicity,
    /// 听证、检验、评审 …: outside the limits.
    SpecialProcedure,
    /// 延长
    Extension,
    /// 复议、诉讼
    Remedy,
    /// 投诉答复
    Complaint,
    /// 有效期 of a result.
    Validity,
    /// The age that a material may have (近3个月内的照片).
    MaterialAge,
    /// 服务时间
    OfficeHours,
    /// A number that belongs to a law quoted in the document.
    Quoted,
    /// Nothing says what it is for.
    Unknown,
}

impl LimitRole {
    /// All of them.
    pub const ALL: [LimitRole; 16] = [
        LimitRole::Statutory,
        LimitRole::Promised,
        LimitRole::Step,
        LimitRole::CorrectionNotice,
        LimitRole::Applicant,
        LimitRole::Delivery,
        LimitRole::Publicity,
        LimitRole::SpecialProcedure,
        LimitRole::Extension,
        LimitRole::Remedy,
        LimitRole::Complaint,
        LimitRole::Validity,
        LimitRole::MaterialAge,
        LimitRole::OfficeHours,
        LimitRole::Quoted,
        LimitRole::Unknown,
    ];

    /// The role of that Chinese name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// The Chinese name, as `inspect` shows it.
    pub fn name(self) -> &'static str {
        match self {
            LimitRole::Statutory => "法定",
            LimitRole::Promised => "承诺",
            LimitRole::Step => "环节",
            LimitRole::CorrectionNotice => "补正告知",
            LimitRole::Applicant => "申请人补正",
            LimitRole::Delivery => "送达",
            LimitRole::Publicity => "公示",
            LimitRole::SpecialProcedure => "特别程序",
            LimitRole::Extension => "延长",
            LimitRole::Remedy => "救济",
            LimitRole::Complaint => "投诉答复",
            LimitRole::Validity => "有效期",
            LimitRole::MaterialAge => "材料年限",
            LimitRole::OfficeHours => "服务时间",
            LimitRole::Quoted => "法条引用",
            LimitRole::Unknown => "未明",
        }
    }
}

/// A time limit as it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeLimit {
    /// Number and unit, with the words that bound them: `不超过3天`.
    pub at: Span<Plain>,
    /// Number and unit alone: `3天`.
    pub measure: Span<Plain>,
    /// The amount; of a range (1—3) the larger one.
    pub amount: Amount,
    /// The smaller amount of a range.
    pub from_amount: Option<Amount>,
    /// The value that brackets state once more, as in 二十（15）个工作日.
    pub restated: Option<Amount>,
    /// The unit.
    pub unit: Unit,
    /// How the amount bounds the time, when words say so.
    pub bound: Option<Bound>,
    /// 自受理之日起: when the time begins to run.
    pub origin: Option<Span<Plain>>,
    /// 不含听证、公示时间: what is not counted.
    pub excludes: Option<Span<Plain>>,
    /// What it is for, as far as the words around it say; a field may know better.
    pub role: LimitRole,
}

impl TimeLimit {
    /// The amount, in the limit's own unit, when it is a whole number and no range.
    pub fn whole(&self) -> Option<u32> {
        let whole = self.amount.hundredths().is_multiple_of(100) && self.from_amount.is_none();
        whole.then_some(self.amount.hundredths() / 100)
    }

    /// Which of two limits is longer; `None` where their units leave it open. 日 counts as a working day, as in the
    /// frame of 行政许可法第八十二条; other units are brought to working days, and then only a difference of more than two
    /// fifths decides.
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        let plain_day = |unit: Unit| if unit == Unit::Day { Unit::WorkingDay } else { unit };
        if plain_day(self.unit) == plain_day(other.unit) {
            return Some(self.amount.cmp(&other.amount));
        }
        // 当场办结，30分钟内完成: how long "at once" takes.
        let is_short = |unit: Unit| matches!(unit, Unit::OnTheSpot | Unit::Minute);
        if is_short(self.unit) && is_short(other.unit) {
            return None;
        }
        let (a, b) = (self.working_days(), other.working_days());
        if a.min(b) == 0.0 || a.max(b) / a.min(b) > 1.4 { a.partial_cmp(&b) } else { None }
    }

    /// About how many working days it is.
    fn working_days(&self) -> f64 {
        let one = match self.unit {
            Unit::OnTheSpot => 0.0,
            Unit::Minute => 1.0 / 480.0,
            Unit::Hour => 1.0 / 8.0,
            Unit::WorkingDay | Unit::Day => 1.0,
            Unit::CalendarDay => 5.0 / 7.0,
            Unit::Week => 5.0,
            Unit::Month => 22.0,
            Unit::Year => 250.0,
        };
        self.amount.as_f64() * one
    }
}
