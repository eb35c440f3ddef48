//! What clean guides and notices are about: items with the laws that they really rest on, and places that do not exist.

/// An item of the kind that a service centre handles.
pub(super) struct Item {
    pub(super) name: &'static str,
    /// 许可, 确认, 给付 …
    pub(super) kind: &'static str,
    /// The name of the organ without its place.
    pub(super) organ: &'static str,
    /// The law and the article.
    pub(super) basis: &'static [(&'static str, &'static str)],
    pub(super) conditions: &'static [&'static str],
    /// Name and form of each material.
    pub(super) materials: &'static [(&'static str, &'static str)],
    /// The result, and how long it is valid.
    pub(super) result: &'static str,
    /// Working days that the law gives; 0 for what is done on the spot.
    pub(super) statute: usize,
    /// 不收费, or the fee with what it rests on.
    pub(super) fee: &'static str,
}

const FORM: &str = "原件1份（窗口免费领取，附填写样表）";
const COPY: &str = "复印件1份";
const BOTH: &str = "原件核验，复印件1份";
const FREE: &str = "不收费";
const LICENCE: &str = "行政许可";

pub(super) const ITEMS: &[Item] = &[
    Item {
        name: "食品经营许可（新办）",
        kind: LICENCE,
        organ: "市场监督管理局",
        basis: &[("中华人民共和国食品安全法", "第三十五条"), ("食品经营许可和备案管理办法", "第四条")],
        conditions: &[
            "具有与经营的食品品种、数量相适应的经营场所",
            "配备食品安全管理人员，建立食品安全管理制度",
            "设备布局和操作流程合理，能够防止交叉污染",
        ],
        materials: &[
            ("食品经营许可申请书", FORM),
            ("经营场所平面布局图", COPY),
            ("食品安全管理制度文本", COPY),
            ("食品安全管理人员的健康证明", COPY),
        ],
        result: "《食品经营许可证》，有效期5年",
        statute: 10,
        fee: FREE,
    },
    Item {
        name: "公共场所卫生许可",
        kind: LICENCE,
        organ: "卫生健康局",
        basis: &[("公共场所卫生管理条例", "第四条"), ("公共场所卫生管理条例实施细则", "第二十二条")],
        conditions: &[
            "有固定的营业场所，布局合理",
            "直接为顾客服务的从业人员持有健康合格证明",
            "卫生设施能够正常使用",
        ],
        materials: &[
            ("公共场所卫生许可申请表", FORM),
            ("经营场所平面图和卫生设施平面布局图", COPY),
            ("法定代表人的居民身份证", BOTH),
            ("公共场所卫生检测报告", COPY),
        ],
        result: "《公共场所卫生许可证》，有效期4年",
        statute: 20,
        fee: FREE,
    },
    Item {
        name: "道路货物运输经营许可",
        kind: LICENCE,
        organ: "交通运输局",
        basis: &[("中华人民共和国道路运输条例", "第二十四条")],
        conditions: &[
            "有与其经营业务相适应并经检测合格的车辆",
            "驾驶人员取得相应的从业资格",
            "有健全的安全生产管理制度",
        ],
        materials: &[
            ("道路货物运输经营申请表", FORM),
            ("机动车行驶证", BOTH),
            ("驾驶人员的从业资格证", COPY),
            ("安全生产管理制度文本", COPY),
        ],
        result: "《道路运输经营许可证》，有效期4年",
        statute: 20,
        fee: FREE,
    },
    Item {
        name: "污水排入排水管网许可",
        kind: LICENCE,
        organ: "住房和城乡建设局",
        basis: &[("城镇排水与污水处理条例", "第二十一条")],
        conditions: &[
            "污水排放口的设置符合排水规划的要求",
            "按照规定建设预处理设施",
            "排放的水质符合排放标准",
        ],
        materials: &[
            ("排水许可申请表", FORM),
            ("内部排水管网和排放口平面图", COPY),
            ("预处理设施说明", COPY),
            ("排水水质检测报告", COPY),
        ],
        result: "《污水排入排水管网许可证》，有效期5年",
        statute: 20,
        fee: FREE,
    },
    Item {
        name: "烟草专卖零售许可",
        kind: LICENCE,
        organ: "烟草专卖局",
        basis: &[("中华人民共和国烟草专卖法", "第十六条")],
        conditions: &[
            "有固定的经营场所，并且与住所相独立",
            "有与经营业务相适应的资金",
            "符合当地烟草制品零售点合理布局的要求",
        ],
        materials: &[
            ("烟草专卖零售许可证申请表", FORM),
            ("经营者的居民身份证", BOTH),
            ("经营场所的不动产权证书或者租赁合同", COPY),
        ],
        result: "《烟草专卖零售许可证》，有效期5年",
        statute: 20,
        fee: FREE,
    },
    Item {
        name: "劳务派遣经营许可",
        kind: LICENCE,
        organ: "人力资源和社会保障局",
        basis: &[("中华人民共和国劳动合同法", "第五十七条"), ("劳务派遣行政许可实施办法", "第六条")],
        conditions: &[
            "注册资本不少于二百万元",
            "有与开展业务相适应的固定的经营场所和设施",
            "有符合规定的劳务派遣管理制度",
        ],
        materials: &[
            ("劳务派遣经营许可申请书", FORM),
            ("公司章程", COPY),
            ("经营场所的不动产权证书或者租赁合同", COPY),
            ("劳务派遣管理制度文本", COPY),
        ],
        result: "《劳务派遣经营许可证》，有效期3年",
        statute: 20,
        fee: FREE,
    },
    Item {
        name: "人力资源服务许可",
        kind: LICENCE,
        organ: "人力资源和社会保障局",
        basis: &[("人力资源市场暂行条例", "第十八条")],
        conditions: &["有明确的章程和管理制度", "有开展业务必备的固定场所、办公设施", "有相应的专职工作人员"],
        materials: &[
            ("人力资源服务许可申请书", FORM),
            ("机构章程和管理制度文本", COPY),
            ("专职工作人员名册", "原件1份"),
        ],
        result: "《人力资源服务许可证》，长期有效",
        statute: 20,
        fee: FREE,
    },
    Item {
        name: "特种设备使用登记",
        kind: "行政确认",
        organ: "市场监督管理局",
        basis: &[("中华人民共和国特种设备安全法", "第三十三条")],
        conditions: &["特种设备经监督检验合格", "使用单位建立岗位责任、隐患治理、应急救援等安全管理制度"],
        materials: &[("特种设备使用登记表", FORM), ("特种设备产品合格证", COPY), ("监督检验证书", COPY)],
        result: "《特种设备使用登记证》，长期有效",
        statute: 15,
        fee: FREE,
    },
    Item {
        name: "出版物零售单位设立许可",
        kind: LICENCE,
        organ: "新闻出版局",
        basis: &[("出版管理条例", "第三十五条")],
        conditions: &["有确定的企业名称和经营范围", "有与出版物零售业务相适应的固定场所"],
        materials: &[
            ("设立出版物零售单位申请表", FORM),
            ("经营者的居民身份证", BOTH),
            ("经营场所的不动产权证书或者租赁合同", COPY),
        ],
        result: "《出版物经营许可证》，有效期6年",
        statute: 20,
        fee: FREE,
    },
    Item {
        name: "临时占用城市道路许可",
        kind: LICENCE,
        organ: "城市管理局",
        basis: &[("城市道路管理条例", "第三十一条")],
        conditions: &["占用的位置、面积和期限合理", "有保障行人和车辆通行的方案", "占用期满能够恢复道路原状"],
        materials: &[
            ("临时占用城市道路申请表", FORM),
            ("占用位置示意图", "原件1份"),
            ("交通组织方案", "原件1份"),
        ],
        result: "《临时占用道路许可证》，有效期以证件载明的为准",
        statute: 20,
        fee: FREE,
    },
    Item {
        name: "动物防疫条件合格证核发",
        kind: LICENCE,
        organ: "农业农村局",
        basis: &[("中华人民共和国动物防疫法", "第二十五条")],
        conditions: &[
            "场所的位置与居民生活区的距离符合规定",
            "有与其规模相适应的执业兽医或者动物防疫技术人员",
        ],
        materials: &[
            ("动物防疫条件审查申请表", FORM),
            ("场所地理位置图、各功能区布局平面图", "原件各1份"),
            ("动物防疫管理制度文本", COPY),
        ],
        result: "《动物防疫条件合格证》，长期有效",
        statute: 20,
        fee: FREE,
    },
    Item {
        name: "护士执业注册",
        kind: LICENCE,
        organ: "卫生健康局",
        basis: &[("护士条例", "第八条")],
        conditions: &["具有完全民事行为能力", "通过护士执业资格考试", "符合规定的健康标准"],
        materials: &[
            ("护士执业注册申请审核表", FORM),
            ("申请人的居民身份证", BOTH),
            ("专业学习毕业证书", COPY),
            ("健康体检表", "原件1份"),
        ],
        result: "《护士执业证书》，有效期5年",
        statute: 20,
        fee: FREE,
    },
    Item {
        name: "国有建设用地使用权转移登记",
        kind: "行政确认",
        organ: "自然资源局",
        basis: &[("不动产登记暂行条例", "第十四条"), ("中华人民共和国民法典", "第二百一十条")],
        conditions: &["不动产已经办理首次登记", "当事人双方共同申请", "没有查封登记"],
        materials: &[
            ("不动产登记申请书", FORM),
            ("当事人双方的居民身份证", BOTH),
            ("不动产权证书", "原件1份"),
            ("买卖合同", "原件1份"),
        ],
        result: "《不动产权证书》，长期有效",
        statute: 30,
        fee: "不动产登记费每件80元，依据《国家发展改革委、财政部关于不动产登记收费标准等有关问题的通知》（发改价格规〔2016〕2559号）",
    },
    Item {
        name: "排污许可证核发",
        kind: LICENCE,
        organ: "生态环境局",
        basis: &[("排污许可管理条例", "第十一条")],
        conditions: &["依法取得环境影响报告书（表）批准文件", "污染物排放符合排放标准的要求"],
        materials: &[
            ("排污许可证申请表", FORM),
            ("自行监测方案", "原件1份"),
            ("排污口规范化情况说明", "原件1份"),
        ],
        result: "《排污许可证》，有效期5年",
        statute: 20,
        fee: FREE,
    },
    Item {
        name: "校车使用许可",
        kind: LICENCE,
        organ: "教育局",
        basis: &[("校车安全管理条例", "第十四条")],
        conditions: &["车辆符合校车安全国家标准", "有取得校车驾驶资格的驾驶人", "有合理可行的校车运行方案"],
        materials: &[
            ("校车使用许可申请表", FORM),
            ("机动车行驶证", BOTH),
            ("校车运行方案", "原件1份"),
            ("校车驾驶人的机动车驾驶证", COPY),
        ],
        result: "校车使用许可决定和校车标牌，有效期以标牌载明的为准",
        statute: 20,
        fee: FREE,
    },
    Item {
        name: "失业保险金申领",
        kind: "行政给付",
        organ: "就业服务中心",
        basis: &[("失业保险条例", "第十四条"), ("中华人民共和国社会保险法", "第四十五条")],
        conditions: &[
            "失业前用人单位和本人已经缴纳失业保险费满一年",
            "非因本人意愿中断就业",
            "已经进行失业登记，并有求职要求",
        ],
        materials: &[("失业保险金申领表", FORM), ("申请人的居民身份证或者社会保障卡", BOTH)],
        result: "按月发放失业保险金",
        statute: 10,
        fee: FREE,
    },
    Item {
        name: "居住证申领",
        kind: "行政确认",
        organ: "公安局",
        basis: &[("居住证暂行条例", "第九条")],
        conditions: &[
            "离开常住户口所在地，在本地居住半年以上",
            "有合法稳定就业、合法稳定住所、连续就读条件之一",
        ],
        materials: &[
            ("居住证申领表", FORM),
            ("申请人的居民身份证", BOTH),
            ("近6个月内的本人免冠照片", "1张"),
            ("住所租赁合同或者不动产权证书", COPY),
        ],
        result: "《居住证》，每年签注1次",
        statute: 15,
        fee: FREE,
    },
    Item {
        name: "内资公司名称自主申报",
        kind: "公共服务",
        organ: "市场监督管理局",
        basis: &[("中华人民共和国市场主体登记管理条例", "第十条")],
        conditions: &["申报人为拟设公司的股东或者其代理人", "拟用名称不与已登记的名称相同"],
        materials: &[("名称申报表", FORM), ("其他股东的居民身份证", COPY)],
        result: "名称申报告知书，保留期以告知书载明的为准",
        statute: 0,
        fee: FREE,
    },
    Item {
        name: "老年人优待证办理",
        kind: "公共服务",
        organ: "民政局",
        basis: &[("中华人民共和国老年人权益保障法", "第五十三条")],
        conditions: &["具有本地户籍或者持有本地居住证", "年满六十周岁"],
        materials: &[("老年人优待证申请表", FORM), ("申请人的居民身份证", BOTH)],
        result: "《老年人优待证》，长期有效",
        statute: 0,
        fee: FREE,
    },
];

/// A place that does not exist, with an area code that nobody has.
pub(super) struct Town {
    pub(super) name: &'static str,
    pub(super) area_code: &'static str,
    pub(super) street: &'static str,
}

pub(super) const TOWNS: &[Town] = &[
    Town { name: "松泽县", area_code: "0699", street: "兴业路12号" },
    Town { name: "云禾县", area_code: "0399", street: "丰登路88号" },
    Town { name: "澄湾市", area_code: "0199", street: "槐安路7号" },
    Town { name: "望舒市", area_code: "0499", street: "揽月大道216号" },
    Town { name: "溪午县", area_code: "0849", street: "人民路230号" },
    Town { name: "青岚市", area_code: "0299", street: "映月路66号" },
    Town { name: "白鹭县", area_code: "0649", street: "芦花街31号" },
];

/// Names that a field goes by; the first is its own.
pub(super) fn labels(field: &str) -> &'static [&'static str] {
    match field {
        "法定依据" => {
            &["法定依据", "设定依据", "审批依据", "政策依据", "法律依据", "办理依据", "实施依据"]
        }
        "申请条件" => &["申请条件", "受理条件", "办理条件", "申报条件", "审批条件", "准予批准的条件"],
        "申请材料" => {
            &["申请材料", "申报材料", "所需材料", "办理材料", "提交材料", "材料清单", "申请材料目录"]
        }
        "办理程序" => {
            &["办理程序", "办理流程", "办事流程", "审批程序", "审批流程", "办理步骤", "办事程序"]
        }
        "法定时限" => &["法定时限", "法定办结时限", "法定期限", "法定办理期限"],
        "承诺时限" => &["承诺时限", "承诺期限", "承诺办结时限", "办理时限", "办结时限", "办理期限"],
        "收费依据和标准" => &["收费依据和标准", "收费标准", "是否收费", "收费情况", "收费"],
        "联系方式" => &["联系方式", "联系电话", "咨询电话", "咨询方式", "咨询途径", "服务热线"],
        "投诉渠道" => &["投诉渠道", "投诉电话", "监督电话", "监督投诉", "监督投诉方式", "投诉举报"],
        "办理地点" => &["办理地点", "受理地点", "办公地址", "窗口地址", "办事地点"],
        "办理时间" => &["办理时间", "办公时间", "受理时间"],
        "办理结果" => &["办理结果", "审批结果", "结果名称"],
        "送达方式" => &["送达方式", "结果送达", "领取方式"],
        "实施机关" => &["实施机关", "实施主体", "受理机构", "承办机构", "责任部门"],
        "救济渠道" => &["救济渠道", "救济途径", "行政复议和行政诉讼"],
        "事项类型" => &["事项类型"],
        "办件类型" => &["办件类型"],
        "数量限制" => &["数量限制"],
        "禁止性要求" => &["禁止性要求"],
        "更新日期" => &["更新日期"],
        other => panic!("{other} is no field of a guide"),
    }
}
