extension Message {
    static let ledgerReportWordings: [Message: Wording] = [
        .exportDone: Wording("{0}: entries exported: {1}", "{0}: 記録 {1} 件を書き出しました"),
        .exportPersonal: Wording(
            "the export holds {0} personal values; what is erased later stays in it",
            "書き出したファイルには個人に関する値が {0} 件あります。後で消去しても、そこには残ります"),
        .reportDone: Wording("{0}: entries counted: {1}", "{0}: 記録 {1} 件を集計しました"),
        .reportTitle: Wording("Report of the ledger {0}", "台帳 {0} の報告"),
        .reportPeriod: Wording("From {0} to before {1}", "{0} から {1} の前まで"),
        .reportTotal: Wording("Entries", "記録の数"),
        .reportByDay: Wording("Activity by day", "日ごとの記録"),
        .reportByKind: Wording("By kind", "種類ごと"),
        .reportByGrade: Wording("Sealed packages by grade", "格付ごとの封緘"),
        .reportByPurpose: Wording("Sealed packages by purpose", "目的ごとの封緘"),
        .reportByRoute: Wording("Activity by route", "移送経路ごとの記録"),
        .reportRouteDelivered: Wording("Delivered", "送信"),
        .reportRouteAgain: Wording("Again", "うち再送"),
        .reportRouteFailed: Wording("Failed", "失敗"),
        .reportRouteArrived: Wording("Arrived", "到着"),
        .reportRouteRefused: Wording("Damaged or refused", "破損・拒否"),
        .reportNotable: Wording(
            "Refusals, failures, and changes of keys, rules and labels", "拒否、失敗と、鍵、規則、ラベルの変更"),
        .reportMore: Wording("{0} more are not shown.", "ほかに {0} 件あります。"),
        .reportHidden: Wording("(not stated)", "（記載なし）"),
        .reportNothing: Wording("Nothing was recorded in this period.", "この期間の記録はありません。"),
        .reportUTC: Wording("All times are in UTC.", "日時はすべて UTC です。"),
        .reportCounted: Wording(
            "Counted from the entries; fubako ledger verify says whether they are unaltered.",
            "記録から集計しました。改変がないことは fubako ledger verify で確かめられます。"),
        .reportPeriodForm: Wording(
            "the period is --month YYYY-MM, or --since and --until", "期間は --month YYYY-MM か、--since と --until で示します"),
        .reportOutputForm: Wording(
            "the name of the report ends in .html or .csv", "報告のファイル名は .html か .csv で終わります"),
        .findingEntryMisplaced: Wording("it stands again, or in a wrong place", "重複しているか、位置が違います"),
        .findingPin: Wording("the owner's signature over the key is not valid", "鍵への所有者の署名が正しくありません"),
    ]
}
