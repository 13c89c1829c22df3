extension Message {
    static let ledgerWordings: [Message: Wording] = [
        .whatLedger: Wording("ledger", "台帳"),
        .placeEntry: Wording("entry {0}", "記録 {0}"),
        .ledgerNowhere: Wording("the environment does not say where the ledger is", "台帳の場所が環境変数から分かりません"),
        .ledgerOff: Wording("the configuration says that no ledger is kept", "設定で台帳を使わないことになっています"),
        .ledgerEntryMalformed: Wording("an entry is not what it must be", "記録があるべき形ではありません"),
        .ledgerEntryTooLarge: Wording("more than an entry may hold", "一つの記録に収まりません"),
        .ledgerUnknownKind: Wording("an entry of a kind that is not known here", "この版が知らない種類の記録です"),
        .ledgerBadValue: Wording("an entry cannot have this value", "記録できない値です"),
        .ledgerNone: Wording("there is no ledger here", "ここに台帳はありません"),
        .ledgerNotFound: Wording("the ledger does not have it", "台帳にありません"),
        .ledgerExists: Wording("it is there already", "既にあります"),
        .ledgerNotExport: Wording(
            "it is not an export of a ledger in its one form: {0}", "台帳の書き出しとして正しい形ではありません（{0}）"),
        .ledgerDamaged: Wording("a file of it is missing or damaged", "台帳のファイルが失われたか、壊れています"),
        .ledgerInconsistent: Wording(
            "entries, tree and checkpoint do not fit together", "記録と木とチェックポイントが一致しません"),
        .ledgerRolledBack: Wording("it is older than what was here before", "以前ここにあったものより古いものです"),
        .ledgerLost: Wording("the ledger that was here before is gone", "以前ここにあった台帳が失われています"),
        .ledgerOtherLedger: Wording("a ledger with another key was here before", "以前ここにあった台帳と鍵が違います"),
        .ledgerOtherHistory: Wording(
            "it has another history than what was here before", "以前ここにあったものと履歴が違います"),
        .ledgerNoSpace: Wording("there is no space left for it", "空き容量がありません"),
        .ledgerReadOnly: Wording("it cannot be written to", "書き込めません"),
        .ledgerLogPending: Wording(
            "it cannot be read where nothing can be written, because its log was not brought in",
            "書き込めない場所にあり、ログが取り込まれていないため、読めません"),
        .ledgerBusy: Wording("another process holds it for too long", "ほかの処理が長く使い続けています"),
        .ledgerDatabase: Wording("its database failed", "データベースの処理に失敗しました"),
        .ledgerProof: Wording("a proof, checkpoint or key is not what it must be", "証明、チェックポイントまたは鍵が正しくありません"),
        .ledgerSpooled: Wording(
            "what is done is recorded in the spool for now, because: {0}", "当面は仮の置き場に記録します。理由: {0}"),
        .noticeTrails: Wording(
            "What you do with fubako is recorded in a ledger: who, when, with which package and which names, never the content.",
            "fubako で行うことは台帳に記録されます。誰が、いつ、どのパッケージと名前を扱ったかで、内容は記録しません。"),
        .noticeConfirm: Wording("Press Enter when you have read this. ", "読んだら Enter を押してください。"),
        .titleIntent: Wording("ledger", "台帳"),
        .intentBad: Wording("what it says of its sender's ledger is not true", "差出人の台帳についての記述が正しくありません"),
        .intentAnnounced: Wording("{0}, entry {1}: {2}", "{0}、記録 {1}: {2}"),
        .ledgerUntrusted: Wording(
            "not compared, because the signer is not trusted", "署名者が信頼されていないため、比較していません"),
        .ledgerNotKnown: Wording(
            "not compared, because no ledger is kept here", "ここに台帳がないため、比較していません"),
        .ledgerFirstSeen: Wording("first seen", "初めて見る台帳です"),
        .ledgerConsistent: Wording("consistent with what was seen before", "以前に見たものと整合しています"),
        .ledgerNotChecked: Wording(
            "not checked against what was seen before; ask the sender for: fubako ledger consistency {0} {1}",
            "以前に見たものと照合していません。差出人に fubako ledger consistency {0} {1} の結果を求めてください"),
        .ledgerFork: Wording(
            "FORK: the sender's ledger has two histories, seen at {0} and {1} entries",
            "分岐: 差出人の台帳に二つの履歴があります（記録 {0} 件と {1} 件の時点）"),
        .ledgerNotRecorded: Wording("this is not recorded, because: {0}", "記録していません。理由: {0}"),
        .openLedger: Wording("{0}: the sender's ledger: {1}", "{0}: 差出人の台帳: {1}"),
        .verdictBadIntent: Wording(
            "{0}: not intact: what it says of its sender's ledger is not true",
            "{0}: 無傷ではありません。差出人の台帳についての記述が正しくありません"),
        .verdictForked: Wording(
            "{0}: intact, signed by {1}, whose ledger has two histories", "{0}: 無傷、署名者は {1}。ただし台帳に二つの履歴があります"),
        .operationBadIntent: Wording(
            "what it says of its sender's ledger is not true: {0}", "差出人の台帳についての記述が正しくありません"),
        .hintLedgerOption: Wording("name it with --ledger", "--ledger で示してください"),
        .hintLedgerVerify: Wording("fubako ledger verify says more", "詳しくは fubako ledger verify で分かります"),
        .hintLedgerBackup: Wording(
            "put back the newest copy, or ask whoever keeps the ledger",
            "最新の写しを戻すか、台帳の管理者に確かめてください"),
        .hintLedgerLog: Wording(
            "copy its folder to where it can be written, and use that", "フォルダーを書き込める場所に写して、それを使ってください"),
        .hintLedgerLost: Wording(
            "this is a loss, not a beginning: put back the newest copy, or name where it was moved to with --ledger",
            "初めてではなく、失われたものです。最新の写しを戻すか、移した先を --ledger で示してください"),
        .hintLedgerUnavailable: Wording(
            "nothing was done that would have to be recorded; ledger-unavailable in the configuration allows a spool",
            "記録が必要なことは何もしていません。設定の ledger-unavailable で仮の置き場を使えます"),
    ]
}
