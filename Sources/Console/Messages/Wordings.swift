extension Message {
    /// The one table of messages, by subject.
    static let wordings: [Message: Wording] = [
        questionWordings, labelWordings, systemWordings, cryptographyWordings, packageWordings, keyringWordings,
        displayWordings, configurationWordings, operationWordings, startWordings, identityWordings, sealWordings,
        inspectWordings, verifyWordings, openWordings, repairWordings, resealingWordings, ledgerWordings,
        entryWordings, findingWordings, proofWordings, keepingWordings, ledgerReportWordings, guardingWordings,
        routeWordings, transferWordings, transferErrorWordings, receivingWordings,
    ].reduce(into: [:]) { table, part in table.merge(part) { first, _ in first } }

    static let questionWordings: [Message: Wording] = [
        .bytes: Wording("{0} bytes", "{0} バイト"),
        .progressLeft: Wording("{0} left", "残り {0}"),
        .progressRate: Wording("{0}/s", "{0}/秒"),
        .progressEntries: Wording("{0} entries", "記録 {0} 件"),
        .progressEntryRate: Wording("{0} entries/s", "{0} 件/秒"),
        .askPassphrase: Wording("Passphrase for {0}: ", "{0} のパスフレーズ: "),
        .askNewPassphrase: Wording("New passphrase for {0}: ", "{0} の新しいパスフレーズ: "),
        .askAgain: Wording("The same again: ", "もう一度: "),
        .askYesOrNo: Wording("{0} (yes/no) ", "{0}（はい/いいえ、yes/no）"),
        .answerYesOrNo: Wording("Please answer yes or no.", "「はい」か「いいえ」で答えてください。"),
        .whatPassphrase: Wording("passphrase", "パスフレーズ"),
        .whatInternal: Wording("internal error", "内部エラー"),
        .passphraseNoTerminal: Wording(
            "there is no terminal to ask for it", "尋ねるための端末がありません"),
        .passphraseMissing: Wording("nothing was entered", "入力がありません"),
        .passphraseEmpty: Wording("it is empty", "空です"),
        .passphraseTooLong: Wording("it is longer than {0} bytes", "{0} バイトを超えています"),
        .passphraseMismatch: Wording("the two entries differ", "二回の入力が一致しません"),
        .passphraseFileReadable: Wording(
            "{0}: others can read this passphrase file; chmod 600 it",
            "{0}: パスフレーズのファイルを自分以外も読めます。chmod 600 を実行してください"),
        .passphraseNotOpen: Wording("this descriptor is not open", "この記述子は開いていません"),
        .passphraseShort: Wording(
            "the passphrase for {0} has fewer than {1} characters, and is easy to guess",
            "{0} のパスフレーズは {1} 文字より短く、推測されやすくなっています"),
        .hintNoTerminal: Wording(
            "give it with --passphrase-file or --passphrase-fd",
            "--passphrase-file か --passphrase-fd で与えてください"),
        .internalError: Wording("unexpected failure of kind {0}", "予期しない失敗です（種類 {0}）"),
        .hintInternal: Wording(
            "this is a defect of the program; please report it", "プログラムの欠陥です。報告をお願いします"),
    ]
}
