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
        .ledgerNotFound: Wording("there is no such ledger or entry", "その台帳または記録はありません"),
        .ledgerExists: Wording("it is there already", "既にあります"),
        .ledgerDamaged: Wording("a file of it is missing or damaged", "台帳のファイルが失われたか、壊れています"),
        .ledgerInconsistent: Wording(
            "entries, tree and checkpoint do not fit together", "記録と木とチェックポイントが一致しません"),
        .ledgerRolledBack: Wording(
            "it is older than what was here before, or gone", "以前ここにあったものより古いか、失われています"),
        .ledgerOtherHistory: Wording(
            "it has another history than what was here before", "以前ここにあったものと履歴が違います"),
        .ledgerNoSpace: Wording("there is no space left for it", "空き容量がありません"),
        .ledgerReadOnly: Wording("it cannot be written to", "書き込めません"),
        .ledgerBusy: Wording("another process holds it for too long", "ほかの処理が長く使い続けています"),
        .ledgerDatabase: Wording("its database failed", "データベースの処理に失敗しました"),
        .ledgerProof: Wording("a proof, checkpoint or key is not what it must be", "証明、チェックポイントまたは鍵が正しくありません"),
        .ledgerSpooled: Wording(
            "what is done is recorded in the spool for now, because: {0}", "当面は仮の置き場に記録します。理由: {0}"),
        .hintLedgerOption: Wording("name it with --ledger", "--ledger で示してください"),
        .hintLedgerVerify: Wording("fubako ledger verify says more", "詳しくは fubako ledger verify で分かります"),
        .hintLedgerBackup: Wording(
            "put back the newest copy, or ask whoever keeps the ledger",
            "最新の写しを戻すか、台帳の管理者に確かめてください"),
        .hintLedgerUnavailable: Wording(
            "nothing was done that would have to be recorded; ledger-unavailable in the configuration allows a spool",
            "記録が必要なことは何もしていません。設定の ledger-unavailable で仮の置き場を使えます"),
    ]
}
