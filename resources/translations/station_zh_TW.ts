<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_TW" sourcelanguage="en">
<context>
    <name>ActForm</name>
    <message>
        <source>Volunteer number</source>
        <translation>志願者編號</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN 碼</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>From, like 08:00</source>
        <translation>從，如 08:00</translation>
    </message>
    <message>
        <source>Until, like 11:00</source>
        <translation>到，如 11:00</translation>
    </message>
    <message>
        <source>Number of a second volunteer who saw it</source>
        <translation>證明人編號(另一位志願者)</translation>
    </message>
    <message>
        <source>Enter it</source>
        <translation>寫入</translation>
    </message>
    <message>
        <source>Never mind</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Lead: hold your badge up, or type number and PIN.</source>
        <translation>請負責人出示志願者證，或輸入編號和 PIN 碼。</translation>
    </message>
    <message>
        <source>For somebody whose badge is not at hand. It counts as the lead&apos;s word.</source>
        <translation>用於未帶證的志願者，按負責人確認記錄。</translation>
    </message>
    <message>
        <source>Stand-in: hold your badge up. The lead may also type the number.</source>
        <translation>請替崗者出示志願者證，負責人也可輸入編號。</translation>
    </message>
    <message>
        <source>Walk-in: hold your badge up. The lead may also type the number.</source>
        <translation>請臨時上崗者出示志願者證，負責人也可輸入編號。</translation>
    </message>
    <message>
        <source>When did they really leave?</source>
        <translation>實際幾點離崗？</translation>
    </message>
    <message>
        <source>Until when does the time after the shift count?</source>
        <translation>班次後的時間計入到幾點？</translation>
    </message>
    <message>
        <source>When did they work? Two names answer for it.</source>
        <translation>實際幾點到幾點在崗？需兩人證明。</translation>
    </message>
    <message>
        <source>The newest entry about them at this shift is taken back.</source>
        <translation>撤銷此人本班次最近一條記錄。</translation>
    </message>
</context>
<context>
    <name>Bar</name>
    <message>
        <source>Demo: made-up people</source>
        <translation>演示：虛構人員</translation>
    </message>
    <message>
        <source>Queue peak</source>
        <translation>快速模式</translation>
    </message>
    <message>
        <source>{gate} · lane {lane}</source>
        <translation>{gate} · {lane} 號通道</translation>
    </message>
    <message>
        <source>Guide {name}</source>
        <translation>值守員 {name}</translation>
    </message>
    <message>
        <source>Shift {shift}</source>
        <translation>班次 {shift}</translation>
    </message>
    <message>
        <source>all sent</source>
        <translation>已全部同步</translation>
    </message>
    <message>
        <source>{count} unsent</source>
        <translation>待同步 {count}</translation>
    </message>
    <message>
        <source>central counts otherwise</source>
        <translation>與中心計數不一致</translation>
    </message>
    <message>
        <source>another computer uses this name</source>
        <translation>另一台電腦在用此站名</translation>
    </message>
    <message>
        <source>restored or copied</source>
        <translation>磁碟被還原或複製過</translation>
    </message>
    <message>
        <source>{count} kept aside</source>
        <translation>擱置 {count}</translation>
    </message>
    <message>
        <source>this computer&apos;s disk is full</source>
        <translation>磁碟已滿</translation>
    </message>
    <message>
        <source>check this computer&apos;s clock</source>
        <translation>請核對電腦時間</translation>
    </message>
    <message>
        <source>clock {minutes} min off</source>
        <translation>時鐘偏差 {minutes} 分</translation>
    </message>
    <message>
        <source>clock {hours} h off</source>
        <translation>時鐘偏差 {hours} 小時</translation>
    </message>
    <message>
        <source>clock {days} days off</source>
        <translation>時鐘偏差 {days} 天</translation>
    </message>
    <message>
        <source>Central&apos;s certificate is not good at this time. Is this computer&apos;s clock right? If it is, call the office.</source>
        <translation>中心的憑證此刻無效。請檢查這台電腦的時間是否正確；若正確，請聯絡中心。</translation>
    </message>
    <message>
        <source>Nobody vouches for the server at central&apos;s address. Call the office.</source>
        <translation>無法確認中心位址的伺服器是否可信。請聯絡中心。</translation>
    </message>
    <message>
        <source>The server has another key than central had. Call the office.</source>
        <translation>伺服器的金鑰與中心原來的不符。請聯絡中心。</translation>
    </message>
    <message>
        <source>Does this network have a page to sign in to? If not, call the office.</source>
        <translation>這個網路是否要先登入？若不是，請聯絡中心。</translation>
    </message>
    <message>
        <source>Not synced yet</source>
        <translation>尚未同步</translation>
    </message>
    <message>
        <source>Last synced {time}</source>
        <translation>最近同步 {time}</translation>
    </message>
</context>
<context>
    <name>BoardModel</name>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>隊伍</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>狀態</translation>
    </message>
    <message>
        <source>In</source>
        <translation>簽到</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>簽退</translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation>分鐘</translation>
    </message>
    <message>
        <source>Refused, and on no shift</source>
        <translation>拒絕上崗(不在任何班次)</translation>
    </message>
    <message>
        <source>{time}  {post}  ·  {here} of {planned} here</source>
        <translation>{time}  {post}  ·  應到 {planned}，實到 {here}</translation>
    </message>
    <message numerus="yes">
        <source>%n places open</source>
        <translation>
            <numerusform>缺 %n 人</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CameraView</name>
    <message>
        <source>Making up a community for the demo, about ten seconds…</source>
        <translation>正在準備演示用的虛構社區，約十秒…</translation>
    </message>
    <message>
        <source>Waiting for the camera…</source>
        <translation>正在等待攝影機…</translation>
    </message>
</context>
<context>
    <name>CardPanel</name>
    <message>
        <source>2 digits</source>
        <translation>兩位數字</translation>
    </message>
    <message>
        <source>Team leader: your badge</source>
        <translation>請隊長出示志願者證</translation>
    </message>
    <message>
        <source>Show your badge</source>
        <translation>請出示志願者證</translation>
    </message>
    <message>
        <source>In when you come, out when your shift is over.</source>
        <translation>到崗簽到，班次結束後簽退。</translation>
    </message>
    <message>
        <source>Check in</source>
        <translation>簽到</translation>
    </message>
    <message>
        <source>Check out</source>
        <translation>簽退</translation>
    </message>
</context>
<context>
    <name>Carry</name>
    <message>
        <source>There is not enough room on the stick. Nothing was copied. Take another one.</source>
        <translation>隨身碟空間不足，沒有複製任何內容。請換一個隨身碟。</translation>
    </message>
    <message>
        <source>The stick is not there. Was it pulled out? Nothing was lost; try again.</source>
        <translation>找不到隨身碟。是否已拔出？沒有遺失任何內容，請重試。</translation>
    </message>
    <message>
        <source>The stick cannot be written to. Take another one.</source>
        <translation>隨身碟無法寫入，請換一個。</translation>
    </message>
    <message>
        <source>The stick reports an error. Take another one.</source>
        <translation>隨身碟回報錯誤，請換一個。</translation>
    </message>
    <message>
        <source>This station must be connected to central once before it can use a stick.</source>
        <translation>本站須先與中心連網一次，才能使用隨身碟。</translation>
    </message>
    <message>
        <source>This station&apos;s own file could not be used. Nothing was lost; try again.</source>
        <translation>本站的資料檔暫時無法使用。沒有遺失任何內容，請重試。</translation>
    </message>
    <message>
        <source>There is no answer for this station on the stick. Has it been to central?</source>
        <translation>隨身碟上沒有給本站的答覆檔案。它送到過中心嗎？</translation>
    </message>
    <message>
        <source>Central has all entries of this station. Carry the stick {name} there only to fetch what is new.</source>
        <translation>中心已有本站的全部記錄。只有要取回更新時才需把隨身碟 {name} 送去。</translation>
    </message>
    <message>
        <source>The file on the stick is not whole. Copy it again at central.</source>
        <translation>隨身碟上的檔案不完整，請到中心重新複製。</translation>
    </message>
    <message>
        <source>The file on the stick was changed on its way. Nothing of it was taken.</source>
        <translation>隨身碟上的檔案在途中被改動，沒有採用其中任何內容。</translation>
    </message>
    <message>
        <source>A newer program made the file on the stick. Nothing of it was taken.</source>
        <translation>隨身碟上的檔案由更新版本的程式產生，沒有採用其中任何內容。</translation>
    </message>
    <message>
        <source>The file on the stick cannot be read. Nothing of it was taken.</source>
        <translation>隨身碟上的檔案無法讀取，沒有採用其中任何內容。</translation>
    </message>
    <message>
        <source>Everything on the stick was known here already.</source>
        <translation>隨身碟上的內容本站均已有。</translation>
    </message>
</context>
<context>
    <name>Counter</name>
    <message>
        <source>{count} / {pool}</source>
        <translation>第 {count} / {pool}</translation>
    </message>
</context>
<context>
    <name>Counts</name>
    <message numerus="yes">
        <source>%n people in all</source>
        <translation>
            <numerusform>共 %n 人</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Left {time} · %n minutes count ({hours} h)</source>
        <translation>
            <numerusform>已簽退 {time}，計入 %n 分鐘 ({hours} 小時)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n entries copied to the stick {name}. Carry it to central.</source>
        <translation>
            <numerusform>已將 %n 筆記錄複製到隨身碟 {name}。請把它送到中心。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Central has %n more entries of this station, and sent {news}.</source>
        <translation>
            <numerusform>中心又收到本站 %n 筆記錄，並帶回 {news}。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pieces of news</source>
        <translation>
            <numerusform>%n 筆更新</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DayPage</name>
    <message>
        <source>passages-{day}</source>
        <translation>出入臺賬-{day}</translation>
    </message>
    <message>
        <source>Export the day&apos;s log</source>
        <translation>匯出當日臺賬</translation>
    </message>
    <message>
        <source>Back to the gate</source>
        <translation>返回卡口</translation>
    </message>
    <message>
        <source>Day log</source>
        <translation>當日臺賬</translation>
    </message>
    <message>
        <source>Export CSV</source>
        <translation>匯出 CSV</translation>
    </message>
    <message>
        <source>Export Excel</source>
        <translation>匯出 Excel</translation>
    </message>
    <message>
        <source>Written: {path}</source>
        <translation>已寫入：{path}</translation>
    </message>
    <message>
        <source>Not written: {reason}</source>
        <translation>未能寫入：{reason}</translation>
    </message>
    <message>
        <source>A lead or a supervisor signs for an export: hold the badge up, or type number and PIN.</source>
        <translation>匯出須由負責人或督導簽字：請出示志願者證，或輸入編號和 PIN 碼。</translation>
    </message>
    <message>
        <source>The newest {shown} of {total}; the export has them all.</source>
        <translation>顯示最近 {shown} 條，共 {total} 條；匯出包含全部。</translation>
    </message>
</context>
<context>
    <name>Duty</name>
    <message>
        <source>Checked in</source>
        <translation>已簽到</translation>
    </message>
    <message>
        <source>Checked out</source>
        <translation>已簽退</translation>
    </message>
    <message>
        <source>A question</source>
        <translation>請回答</translation>
    </message>
    <message>
        <source>Not on duty</source>
        <translation>不能上崗</translation>
    </message>
    <message>
        <source>Not a volunteer of this roster</source>
        <translation>名冊中沒有這位志願者</translation>
    </message>
    <message>
        <source>This is no volunteer&apos;s badge</source>
        <translation>這不是志願者證</translation>
    </message>
    <message>
        <source>The badge is not valid today</source>
        <translation>志願者證今天無效</translation>
    </message>
    <message>
        <source>The badge was reported lost</source>
        <translation>志願者證已掛失</translation>
    </message>
    <message>
        <source>The badge is suspended</source>
        <translation>志願者證已停用</translation>
    </message>
    <message>
        <source>The badge may be borrowed</source>
        <translation>志願者證疑似借用</translation>
    </message>
    <message>
        <source>The phone number ends otherwise</source>
        <translation>手機尾號不符</translation>
    </message>
    <message>
        <source>No shift runs here now</source>
        <translation>本站點當前沒有班次</translation>
    </message>
    <message>
        <source>On no shift that runs now</source>
        <translation>不在當前班次名單上</translation>
    </message>
    <message>
        <source>Too early</source>
        <translation>未到簽到時間</translation>
    </message>
    <message>
        <source>The shift is over</source>
        <translation>班次已結束</translation>
    </message>
    <message>
        <source>Already on duty</source>
        <translation>已在崗</translation>
    </message>
    <message>
        <source>Has not checked in</source>
        <translation>沒有簽到記錄</translation>
    </message>
    <message>
        <source>No general training</source>
        <translation>沒有通用培訓記錄</translation>
    </message>
    <message>
        <source>General training not passed</source>
        <translation>通用培訓不合格</translation>
    </message>
    <message>
        <source>General training has expired</source>
        <translation>通用培訓已過期</translation>
    </message>
    <message>
        <source>No training for this post</source>
        <translation>沒有本崗位培訓記錄</translation>
    </message>
    <message>
        <source>Training for this post not passed</source>
        <translation>崗位培訓不合格</translation>
    </message>
    <message>
        <source>Training for this post has expired</source>
        <translation>崗位培訓已過期</translation>
    </message>
    <message>
        <source>The qualification for this post is missing</source>
        <translation>缺少本崗位所需資質</translation>
    </message>
    <message>
        <source>Under 18: not at this post</source>
        <translation>未滿18周歲，不可在此崗位</translation>
    </message>
    <message>
        <source>The guardian&apos;s consent is missing</source>
        <translation>缺少監護人同意書</translation>
    </message>
    <message>
        <source>Does not feel well</source>
        <translation>身體不適</translation>
    </message>
    <message>
        <source>All places of the shift are taken</source>
        <translation>本班次名額已滿</translation>
    </message>
    <message>
        <source>Late</source>
        <translation>遲到</translation>
    </message>
    <message>
        <source>No insurance on record</source>
        <translation>沒有保險記錄</translation>
    </message>
    <message>
        <source>Insurance has expired</source>
        <translation>保險已過期</translation>
    </message>
    <message>
        <source>A long day: more hours than is healthy</source>
        <translation>今日服務時間過長，請安排休息</translation>
    </message>
    <message>
        <source>Short rest since the last duty</source>
        <translation>距上次下崗休息不足</translation>
    </message>
    <message>
        <source>At two sites at once</source>
        <translation>同時在兩個站點</translation>
    </message>
    <message>
        <source>On two shifts at once</source>
        <translation>同時在兩個班次</translation>
    </message>
    <message>
        <source>Badge shown at two gates</source>
        <translation>志願者證在兩處出示</translation>
    </message>
    <message>
        <source>Checked out without checking in</source>
        <translation>有簽退無簽到</translation>
    </message>
    <message>
        <source>Checked out after the shift was closed</source>
        <translation>班次關閉後才簽退</translation>
    </message>
    <message>
        <source>More than is credited in a day</source>
        <translation>超過每日計入上限</translation>
    </message>
    <message>
        <source>Training first: to the lead, please.</source>
        <translation>先培訓，後上崗。請到負責人處。</translation>
    </message>
    <message>
        <source>Compare person and name. Stay polite, call the lead.</source>
        <translation>核對本人與姓名。保持禮貌，請負責人來。</translation>
    </message>
    <message>
        <source>Ask the lead. A newer roster may be on its way.</source>
        <translation>請問負責人，新名冊可能正在下發。</translation>
    </message>
    <message>
        <source>Ask for the badge. Residents go to the gate (F1).</source>
        <translation>請出示志願者證。居民請走卡口 (F1)。</translation>
    </message>
    <message>
        <source>Ask the lead for a new badge.</source>
        <translation>請負責人換發新證。</translation>
    </message>
    <message>
        <source>Look on the board when their shift is.</source>
        <translation>在考勤表上查看其班次時間。</translation>
    </message>
    <message>
        <source>A lead may take them on for now.</source>
        <translation>負責人可安排臨時上崗。</translation>
    </message>
    <message>
        <source>Thank them; ask them to come back in time.</source>
        <translation>感謝，請到時間再來簽到。</translation>
    </message>
    <message>
        <source>A lead says when they really left.</source>
        <translation>由負責人確認實際離崗時間。</translation>
    </message>
    <message>
        <source>Do they leave now? Then check them out.</source>
        <translation>現在要離崗嗎？是則簽退。</translation>
    </message>
    <message>
        <source>Noted. A lead enters when they came.</source>
        <translation>已記下。由負責人補錄到崗時間。</translation>
    </message>
    <message>
        <source>Ask the lead for another post.</source>
        <translation>請負責人安排其他崗位。</translation>
    </message>
    <message>
        <source>The guardian signs first. Call the lead.</source>
        <translation>須先由監護人簽字。請負責人來。</translation>
    </message>
    <message>
        <source>Thank them and let them rest. Tell the lead.</source>
        <translation>感謝，請先回去休息。告知負責人。</translation>
    </message>
    <message>
        <source>Ask the lead where hands are missing.</source>
        <translation>請問負責人哪裡缺人。</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>待到崗</translation>
    </message>
    <message>
        <source>On duty</source>
        <translation>在崗</translation>
    </message>
    <message>
        <source>Not checked out</source>
        <translation>未簽退</translation>
    </message>
    <message>
        <source>Not here</source>
        <translation>未到</translation>
    </message>
    <message>
        <source>Absent</source>
        <translation>缺勤</translation>
    </message>
    <message>
        <source>Excused</source>
        <translation>請假</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>拒絕上崗</translation>
    </message>
    <message>
        <source>late on business</source>
        <translation>遲到(因公)</translation>
    </message>
    <message>
        <source>early on business</source>
        <translation>早退(因公)</translation>
    </message>
    <message>
        <source>walk-in</source>
        <translation>臨時</translation>
    </message>
    <message>
        <source>overtime</source>
        <translation>加班</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>已關閉</translation>
    </message>
    <message>
        <source>with the team</source>
        <translation>隨隊</translation>
    </message>
    <message>
        <source>Planned</source>
        <translation>應到</translation>
    </message>
    <message>
        <source>Present</source>
        <translation>實到</translation>
    </message>
    <message>
        <source>Filled</source>
        <translation>到崗率</translation>
    </message>
    <message>
        <source>Left early</source>
        <translation>早退</translation>
    </message>
    <message>
        <source>Stand-ins</source>
        <translation>替崗</translation>
    </message>
    <message>
        <source>No check-out</source>
        <translation>未簽退</translation>
    </message>
    <message>
        <source>Stand-in</source>
        <translation>替崗</translation>
    </message>
    <message>
        <source>Confirm out</source>
        <translation>確認簽退</translation>
    </message>
    <message>
        <source>Back-entry</source>
        <translation>補錄</translation>
    </message>
    <message>
        <source>Overtime</source>
        <translation>加班</translation>
    </message>
    <message>
        <source>On business</source>
        <translation>因公</translation>
    </message>
    <message>
        <source>Borrowed?</source>
        <translation>疑似借用</translation>
    </message>
    <message>
        <source>Badge is good</source>
        <translation>恢復證件</translation>
    </message>
    <message>
        <source>Walk-in</source>
        <translation>臨時上崗</translation>
    </message>
    <message>
        <source>Let on duty all the same</source>
        <translation>負責人同意上崗</translation>
    </message>
    <message>
        <source>Lead signs</source>
        <translation>負責人簽名</translation>
    </message>
    <message>
        <source>Lead leaves</source>
        <translation>負責人退出</translation>
    </message>
    <message>
        <source>No badge</source>
        <translation>未帶證</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤銷</translation>
    </message>
    <message>
        <source>Check out now</source>
        <translation>現在簽退</translation>
    </message>
    <message>
        <source>Only a lead who has signed may do this. Press 9 and hold up the badge.</source>
        <translation>只有已簽名的負責人可以操作。請按 9 並出示志願者證。</translation>
    </message>
    <message>
        <source>This badge is no lead&apos;s. A lead signs with their own.</source>
        <translation>這不是負責人的證件。請負責人用本人證件簽名。</translation>
    </message>
    <message>
        <source>A reason is needed.</source>
        <translation>請填寫原因。</translation>
    </message>
    <message>
        <source>Nobody of that number is on the roster here.</source>
        <translation>本站名冊中沒有這個編號。</translation>
    </message>
    <message>
        <source>Too late for a lead: a supervisor may still do this.</source>
        <translation>已超過負責人可操作的時限，請督導處理。</translation>
    </message>
    <message>
        <source>That time cannot be: it lies in the future, or outside the shift.</source>
        <translation>時間不對:晚於現在，或不在班次之內。</translation>
    </message>
    <message>
        <source>A second name is needed: another volunteer who saw it.</source>
        <translation>需要第二個人證明:另一位知情的志願者編號。</translation>
    </message>
    <message>
        <source>They have come, so they are neither absent nor replaced.</source>
        <translation>本人已到崗，不能記缺勤、請假或替崗。</translation>
    </message>
    <message>
        <source>There is nothing of the kind to do here now.</source>
        <translation>此處現在無需這樣處理。</translation>
    </message>
    <message>
        <source>They may not stand there: {why}.</source>
        <translation>不能安排在此崗位：{why}。</translation>
    </message>
    <message>
        <source>It was NOT recorded. Try again.</source>
        <translation>沒有記錄成功，請重試。</translation>
    </message>
    <message>
        <source>They were checked in at a shift of their own; nobody was replaced.</source>
        <translation>其本人另有班次，已按本人班次處理，未作替崗。</translation>
    </message>
    <message>
        <source>Last 2 digits of your phone?</source>
        <translation>請輸入手機號後兩位</translation>
    </message>
    <message>
        <source>Do you feel well today: no fever, no cough?</source>
        <translation>今天身體好嗎？沒有發熱、咳嗽？</translation>
    </message>
    <message>
        <source>I keep to myself whatever I learn here about people.</source>
        <translation>我承諾對值守中知悉的個人資訊保密。</translation>
    </message>
    <message>
        <source>Please read the guide of your post.</source>
        <translation>請閱讀崗位指南</translation>
    </message>
    <message>
        <source>Yes, I feel well</source>
        <translation>是，身體良好</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
    <message>
        <source>I agree</source>
        <translation>同意</translation>
    </message>
    <message>
        <source>I have read it</source>
        <translation>已閱讀</translation>
    </message>
    <message>
        <source>In / out</source>
        <translation>簽到/簽退</translation>
    </message>
    <message>
        <source>Check in</source>
        <translation>簽到</translation>
    </message>
    <message>
        <source>Check out</source>
        <translation>簽退</translation>
    </message>
    <message>
        <source>told beforehand</source>
        <translation>已提前告知</translation>
    </message>
    <message>
        <source>forgot to check out</source>
        <translation>忘記簽退</translation>
    </message>
    <message>
        <source>forgot to check in</source>
        <translation>忘記簽到</translation>
    </message>
    <message>
        <source>work was not done yet</source>
        <translation>工作未完成</translation>
    </message>
    <message>
        <source>sent on an errand</source>
        <translation>外出辦事</translation>
    </message>
    <message>
        <source>more hands are needed</source>
        <translation>現場缺人</translation>
    </message>
    <message>
        <source>agreed by the lead</source>
        <translation>負責人同意</translation>
    </message>
    <message>
        <source>identity was checked</source>
        <translation>已核實本人</translation>
    </message>
    <message>
        <source>entered by mistake</source>
        <translation>誤操作</translation>
    </message>
    <message>
        <source>{count} min late</source>
        <translation>遲到 {count} 分</translation>
    </message>
    <message>
        <source>left {count} min early</source>
        <translation>早退 {count} 分</translation>
    </message>
    <message>
        <source>for {name}</source>
        <translation>替 {name}</translation>
    </message>
    <message>
        <source>{name} stands in</source>
        <translation>由 {name} 替崗</translation>
    </message>
    <message>
        <source>{time} h to confirm</source>
        <translation>{time} 內確認</translation>
    </message>
    <message>
        <source>supervisor</source>
        <translation>須督導處理</translation>
    </message>
    <message>
        <source>Came {time}</source>
        <translation>已簽到 {time}</translation>
    </message>
    <message>
        <source>Not in stock: {things}</source>
        <translation>庫存不足：{things}</translation>
    </message>
    <message>
        <source>Hand out: {things}</source>
        <translation>請發放：{things}</translation>
    </message>
    <message>
        <source>Thank you for coming. To the post, please.</source>
        <translation>感謝，請到崗。</translation>
    </message>
    <message>
        <source>Thank you. Badge and vest, please.</source>
        <translation>辛苦了，請交還證件和馬甲。</translation>
    </message>
</context>
<context>
    <name>DutyPage</name>
    <message>
        <source>Written down.</source>
        <translation>已記錄。</translation>
    </message>
    <message>
        <source>Taken back.</source>
        <translation>已撤銷。</translation>
    </message>
    <message>
        <source>First hold the badge up, then press 7.</source>
        <translation>請先出示志願者證，再按 7。</translation>
    </message>
    <message>
        <source>First choose somebody on the list, with the arrow keys.</source>
        <translation>請先用方向鍵在列表中選擇一人。</translation>
    </message>
    <message>
        <source>Team {time}</source>
        <translation>小組 {time}</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>小組簽到</translation>
    </message>
    <message>
        <source>Nobody of that kind. Esc shows all again.</source>
        <translation>沒有符合條件的人。按 Esc 顯示全部。</translation>
    </message>
    <message>
        <source>No shifts on this day. Central plans them: import shifts and assignments there, then sync.</source>
        <translation>這一天沒有班次。請在中心端匯入班次和排班，再同步。</translation>
    </message>
</context>
<context>
    <name>EnrolWindow</name>
    <message>
        <source>One moment: this computer introduces itself to central…</source>
        <translation>請稍候：本機正在接入中心……</translation>
    </message>
    <message>
        <source>This computer was a station. It was taken out of service, and its data was erased. With a new code from central it becomes one again.</source>
        <translation>本機曾是站點，已停用並清除資料。有了中心給的新接入碼可以重新接入。</translation>
    </message>
    <message>
        <source>Central does not take this code: it was used, has expired or was mistyped.</source>
        <translation>中心不接受這個接入碼：已被使用、已過期或輸入有誤。</translation>
    </message>
    <message>
        <source>This is not a code that lets a computer in. Ask central for one.</source>
        <translation>這不是接入用的二維碼。請向中心索取。</translation>
    </message>
    <message>
        <source>Somebody else answers in central&apos;s place. Is there a page to sign in to?</source>
        <translation>應答的不是中心。這個網路是否要先登入？</translation>
    </message>
    <message>
        <source>A newer central made this code. Update this program first.</source>
        <translation>這個接入碼來自更新版的中心，請先更新本程式。</translation>
    </message>
    <message>
        <source>This code is damaged. Have central make another one.</source>
        <translation>這個接入碼已損壞，請中心另做一個。</translation>
    </message>
    <message>
        <source>Nobody vouches for the server at this address. Use central&apos;s QR code, which says whom to trust.</source>
        <translation>無法確認這個位址的伺服器是否可信。請用中心給出的二維碼接入，其中寫明了該信任誰。</translation>
    </message>
    <message>
        <source>Central&apos;s certificate is not good at this time. Is this computer&apos;s clock right? If it is, call the office.</source>
        <translation>中心的憑證此刻無效。請檢查這台電腦的時間是否正確；若正確，請聯絡中心。</translation>
    </message>
    <message>
        <source>The address must begin with https:// so that nobody on the way can listen.</source>
        <translation>位址須以 https:// 開頭，以免途中被人偷聽。</translation>
    </message>
    <message>
        <source>This is not an address. It looks like https://central.example.</source>
        <translation>這不是位址。位址形如 https://central.example。</translation>
    </message>
    <message>
        <source>The server has another key than the code says. Do not go on; call the office.</source>
        <translation>伺服器的金鑰與二維碼中的不符。請停止操作並聯繫辦公室。</translation>
    </message>
    <message>
        <source>Central cannot be reached. Check the network and the address.</source>
        <translation>無法連線中心。請檢查網路和位址。</translation>
    </message>
    <message>
        <source>This is a station now, but the roster has not come in full. Try again.</source>
        <translation>本機已接入，但名冊尚未收全。請再試一次。</translation>
    </message>
    <message>
        <source>It did not work. Try again, or call the office.</source>
        <translation>未能完成。請再試一次，或聯繫辦公室。</translation>
    </message>
    <message>
        <source>Station</source>
        <translation>卡口站</translation>
    </message>
    <message>
        <source>Not a station yet</source>
        <translation>本機尚未接入</translation>
    </message>
    <message>
        <source>Hold the QR code from central before the camera.</source>
        <translation>請將中心給出的二維碼對準鏡頭。</translation>
    </message>
    <message>
        <source>Or type central&apos;s address and the one-time code:</source>
        <translation>或輸入中心的位址和一次性接入碼：</translation>
    </message>
    <message>
        <source>Enrol</source>
        <translation>接入</translation>
    </message>
    <message>
        <source>No picture from the camera. Check its cable, or type below.</source>
        <translation>攝影機沒有畫面。請檢查連線，或在下面輸入。</translation>
    </message>
</context>
<context>
    <name>Figures</name>
    <message>
        <source>Inside now</source>
        <translation>目前在內</translation>
    </message>
    <message>
        <source>In today</source>
        <translation>今日進</translation>
    </message>
    <message>
        <source>Out today</source>
        <translation>今日出</translation>
    </message>
    <message>
        <source>Turned away</source>
        <translation>勸返</translation>
    </message>
</context>
<context>
    <name>FindPage</name>
    <message>
        <source>The same home as {name}</source>
        <translation>與 {name} 同住</translation>
    </message>
    <message>
        <source>Nobody on the roster fits.</source>
        <translation>名單中沒有符合的人。</translation>
    </message>
    <message>
        <source>Without a phone</source>
        <translation>無碼通道</translation>
    </message>
    <message>
        <source>Name, pinyin, building, identity number or code</source>
        <translation>姓名、拼音、樓棟、證件號或通行碼</translation>
    </message>
    <message>
        <source>Ask for name and building. Example: zm 6 finds 赵敏, building 6. Arrow keys choose, Enter lets in.</source>
        <translation>請詢問姓名和樓棟。例：zm 6 可找到 6 號樓的趙敏。方向鍵選擇，按 Enter 登記。</translation>
    </message>
    <message>
        <source>Ask for name and building. Example: zm 6 finds 赵敏, building 6. Arrow keys choose, Enter registers.</source>
        <translation>問姓名和樓號。例：zm 6 可找到6號樓的趙敏。方向鍵選擇，回車登記。</translation>
    </message>
    <message>
        <source>With a relative&apos;s pass: show it first, then press F2.</source>
        <translation>用親屬的通行證：先出示，再按 F2。</translation>
    </message>
</context>
<context>
    <name>FormPage</name>
    <message>
        <source>Register</source>
        <translation>登記</translation>
    </message>
    <message>
        <source>Save and let in</source>
        <translation>儲存並放行</translation>
    </message>
    <message>
        <source>Turn away</source>
        <translation>勸返</translation>
    </message>
    <message>
        <source>Pass of {name}</source>
        <translation>{name} 的通行證</translation>
    </message>
</context>
<context>
    <name>GatePage</name>
    <message>
        <source>It could not be printed.</source>
        <translation>沒有列印成功。</translation>
    </message>
    <message>
        <source>Printed: {where}</source>
        <translation>已列印：{where}</translation>
    </message>
</context>
<context>
    <name>GuidePage</name>
    <message>
        <source>Duty guide: {post}</source>
        <translation>崗位指南：{post}</translation>
    </message>
    <message>
        <source>Duty guide</source>
        <translation>崗位指南</translation>
    </message>
    <message>
        <source>No post here has a duty guide.</source>
        <translation>本站崗位暫無指南。</translation>
    </message>
    <message>
        <source>Version {number}</source>
        <translation>第 {number} 版</translation>
    </message>
</context>
<context>
    <name>Head</name>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Back to the gate</source>
        <translation>返回卡口</translation>
    </message>
    <message>
        <source>Attendance {date}</source>
        <translation>考勤 {date}</translation>
    </message>
    <message>
        <source>Post: {name}</source>
        <translation>崗位：{name}</translation>
    </message>
    <message>
        <source>Team: {name}</source>
        <translation>隊伍：{name}</translation>
    </message>
    <message>
        <source>List</source>
        <translation>列表</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>時間軸</translation>
    </message>
    <message>
        <source>Lead {name} until {time}</source>
        <translation>負責人 {name} 至 {time}</translation>
    </message>
    <message>
        <source>No lead has signed</source>
        <translation>負責人未簽名</translation>
    </message>
</context>
<context>
    <name>HeldList</name>
    <message>
        <source>Not given back by</source>
        <translation>未退回</translation>
    </message>
    <message>
        <source>What</source>
        <translation>物資</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>自</translation>
    </message>
</context>
<context>
    <name>LeadLine</name>
    <message>
        <source>Volunteer number</source>
        <translation>志願者編號</translation>
    </message>
    <message>
        <source>PIN, then Enter</source>
        <translation>PIN 碼，按 Enter</translation>
    </message>
</context>
<context>
    <name>LeavingPage</name>
    <message>
        <source>Out of service</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>This gate records nothing any more. Send people to another gate, or write them down on paper, and tell the lead.</source>
        <translation>這個卡口不再登記。請讓大家走別的卡口，或先記在紙上，並告訴負責人。</translation>
    </message>
    <message>
        <source>Copy to a stick</source>
        <translation>複製到隨身碟</translation>
    </message>
    <message>
        <source>Take from a stick</source>
        <translation>從隨身碟讀取</translation>
    </message>
    <message>
        <source>Close the program</source>
        <translation>關閉程式</translation>
    </message>
    <message>
        <source>Central has everything, but this computer&apos;s data could not be erased. Call the office.</source>
        <translation>中心已收齊全部記錄，但這台電腦上的資料未能清除。請聯絡中心。</translation>
    </message>
    <message>
        <source>Central has everything that was written here, and all data on this computer was erased. With a new code from central it can become a station again.</source>
        <translation>中心已收齊本站的全部記錄，這台電腦上的資料已清除。向中心要一個新的接入碼，可以重新接入。</translation>
    </message>
    <message numerus="yes">
        <source>Central does not have %n entries of this station yet. Leave the computer on and connected: nothing is erased before central has them. Without a network, copy them to a stick for central.</source>
        <translation>
            <numerusform>本站還有 %n 筆記錄中心沒有收到。請保持開機和連線：中心收齊之前不會清除任何資料。沒有網路時，請複製到隨身碟送到中心。</numerusform>
        </translation>
    </message>
    <message>
        <source>Central has everything. The data on this computer is being erased…</source>
        <translation>中心已收齊全部記錄，正在清除這台電腦上的資料……</translation>
    </message>
</context>
<context>
    <name>LogPage</name>
    <message>
        <source>Needed: {names}</source>
        <translation>必填：{names}</translation>
    </message>
    <message>
        <source>Written down.</source>
        <translation>已記錄。</translation>
    </message>
    <message>
        <source>Nothing has been written down today.</source>
        <translation>今天還沒有記錄。</translation>
    </message>
    <message>
        <source>120 called</source>
        <translation>已呼叫120</translation>
    </message>
    <message>
        <source>to {whom}</source>
        <translation>移交{whom}</translation>
    </message>
    <message>
        <source>Disinfected</source>
        <translation>消殺</translation>
    </message>
    <message>
        <source>Duty log</source>
        <translation>值班記錄</translation>
    </message>
    <message>
        <source>Incident</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Disinfection</source>
        <translation>消殺</translation>
    </message>
    <message>
        <source>Write down</source>
        <translation>記錄</translation>
    </message>
    <message>
        <source>Take back the last</source>
        <translation>撤銷上一筆</translation>
    </message>
</context>
<context>
    <name>MoveList</name>
    <message>
        <source>{what} (undone)</source>
        <translation>{what}（已撤銷）</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>時間</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>類別</translation>
    </message>
    <message>
        <source>What</source>
        <translation>物資</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>人員</translation>
    </message>
</context>
<context>
    <name>Printing</name>
    <message>
        <source>Temporary pass</source>
        <translation>臨時出入證</translation>
    </message>
    <message>
        <source>Please show it again when you leave.</source>
        <translation>離開時請再次出示。</translation>
    </message>
</context>
<context>
    <name>RowList</name>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>時間</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Tube</source>
        <translation>管碼</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>採樣檯</translation>
    </message>
    <message>
        <source>State</source>
        <translation>狀態</translation>
    </message>
    <message>
        <source>Persons</source>
        <translation>人數</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>開管</translation>
    </message>
</context>
<context>
    <name>RowModel</name>
    <message>
        <source>Time</source>
        <translation>時間</translation>
    </message>
    <message>
        <source>Way</source>
        <translation>方向</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Building</source>
        <translation>樓棟</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>結果</translation>
    </message>
    <message>
        <source>Gate</source>
        <translation>卡口</translation>
    </message>
    <message>
        <source>Guide</source>
        <translation>值守員</translation>
    </message>
    <message>
        <source>Synced</source>
        <translation>已同步</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>待同步</translation>
    </message>
</context>
<context>
    <name>Rows</name>
    <message>
        <source>Nobody has come through yet.</source>
        <translation>還沒有人員通過。</translation>
    </message>
</context>
<context>
    <name>Sampling</name>
    <message>
        <source>In the tube</source>
        <translation>本管人數</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>開管</translation>
    </message>
    <message>
        <source>Sealed</source>
        <translation>已封管</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>已送檢</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>已接收</translation>
    </message>
    <message>
        <source>Void</source>
        <translation>作廢</translation>
    </message>
    <message>
        <source>Sample again</source>
        <translation>待補採</translation>
    </message>
    <message>
        <source>Flagged</source>
        <translation>封後補錄</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>管碼衝突</translation>
    </message>
    <message>
        <source>○ open</source>
        <translation>○ 已開管</translation>
    </message>
    <message>
        <source>● sealed</source>
        <translation>● 已封管</translation>
    </message>
    <message>
        <source>→ sent</source>
        <translation>→ 已送檢</translation>
    </message>
    <message>
        <source>✓ received</source>
        <translation>✓ 已接收</translation>
    </message>
    <message>
        <source>× void</source>
        <translation>× 作廢</translation>
    </message>
    <message>
        <source>≠ code used twice</source>
        <translation>≠ 管碼重複</translation>
    </message>
    <message>
        <source>! added after the seal</source>
        <translation>! 封後補錄</translation>
    </message>
    <message>
        <source>not full</source>
        <translation>未滿</translation>
    </message>
    <message>
        <source>Registered</source>
        <translation>已登記</translation>
    </message>
    <message>
        <source>Box opened</source>
        <translation>已開箱</translation>
    </message>
    <message>
        <source>Tube opened</source>
        <translation>已開管</translation>
    </message>
    <message>
        <source>Box closed</source>
        <translation>已封箱</translation>
    </message>
    <message>
        <source>Removed</source>
        <translation>已移出</translation>
    </message>
    <message>
        <source>Replaced</source>
        <translation>已換人</translation>
    </message>
    <message>
        <source>Moved</source>
        <translation>已移管</translation>
    </message>
    <message>
        <source>Resolved</source>
        <translation>已處理</translation>
    </message>
    <message>
        <source>Added later</source>
        <translation>已補錄</translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>已撤銷</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>已簽字</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>送檢</translation>
    </message>
    <message>
        <source>Receive</source>
        <translation>接收</translation>
    </message>
    <message>
        <source>Resolve</source>
        <translation>處理衝突</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤銷</translation>
    </message>
    <message>
        <source>Persons a tube</source>
        <translation>混採人數</translation>
    </message>
    <message>
        <source>No phone</source>
        <translation>無碼</translation>
    </message>
    <message>
        <source>Tubes in the program: {count}. Count again, or say why.</source>
        <translation>系統有 {count} 管。請重新清點，或寫明原因。</translation>
    </message>
    <message>
        <source>Type a code</source>
        <translation>輸入編碼</translation>
    </message>
    <message>
        <source>Seal with {count}</source>
        <translation>按 {count} 人封管</translation>
    </message>
    <message>
        <source>The laboratory asks for it</source>
        <translation>實驗室要求複採</translation>
    </message>
    <message>
        <source>The first sample is no good</source>
        <translation>首次樣本無效</translation>
    </message>
    <message>
        <source>Another reason</source>
        <translation>其他原因</translation>
    </message>
    <message>
        <source>Into this tube after all</source>
        <translation>仍入本管</translation>
    </message>
    <message>
        <source>Use a single tube</source>
        <translation>改用單採管</translation>
    </message>
    <message>
        <source>Broken</source>
        <translation>破損</translation>
    </message>
    <message>
        <source>Leaked</source>
        <translation>滲漏</translation>
    </message>
    <message>
        <source>Unreadable</source>
        <translation>標籤無法識別</translation>
    </message>
    <message>
        <source>Wrong tube</source>
        <translation>掃錯管</translation>
    </message>
    <message>
        <source>Persons</source>
        <translation>今日採樣</translation>
    </message>
    <message>
        <source>No phone no.</source>
        <translation>缺電話</translation>
    </message>
    <message>
        <source>Seal</source>
        <translation>封管</translation>
    </message>
    <message>
        <source>No swab</source>
        <translation>未採</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>換人</translation>
    </message>
    <message>
        <source>Close box</source>
        <translation>封箱</translation>
    </message>
    <message>
        <source>Add to it</source>
        <translation>補錄</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>輸入編碼</translation>
    </message>
    <message>
        <source>Pool again</source>
        <translation>回混採</translation>
    </message>
    <message>
        <source>The marked one</source>
        <translation>選中的保留管碼</translation>
    </message>
    <message>
        <source>Both are void</source>
        <translation>全部作廢</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Do not sample</source>
        <translation>不採樣</translation>
    </message>
    <message>
        <source>not swabbed</source>
        <translation>未採樣</translation>
    </message>
    <message>
        <source>another tube keeps the code</source>
        <translation>管碼歸另一管</translation>
    </message>
    <message>
        <source>Tubes in the box, counted by hand</source>
        <translation>箱內實有管數（人工清點）</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Handed to (name)</source>
        <translation>接收人姓名</translation>
    </message>
    <message>
        <source>Temperature of the transport box, °C</source>
        <translation>轉運箱溫度，℃</translation>
    </message>
    <message>
        <source>Lead&apos;s number</source>
        <translation>負責人編號</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN 碼</translation>
    </message>
    <message>
        <source>Code of the box, tube or pass</source>
        <translation>箱碼、管碼或通行碼</translation>
    </message>
    <message>
        <source>Which box or tube</source>
        <translation>哪一箱或哪一管</translation>
    </message>
    <message>
        <source>This is no label of this site.</source>
        <translation>不是本點的標籤。</translation>
    </message>
    <message>
        <source>This label was used before. Take another tube or box.</source>
        <translation>此標籤已用過，請換一個。</translation>
    </message>
    <message>
        <source>This box is for tubes of another size.</source>
        <translation>本箱不收這種規格的管。</translation>
    </message>
    <message>
        <source>A box is open here already. Close it first (6).</source>
        <translation>本檯已有未封的箱，請先封箱(6)。</translation>
    </message>
    <message>
        <source>No box is open yet. Show the box&apos;s label first.</source>
        <translation>尚未開箱，請先掃箱碼。</translation>
    </message>
    <message>
        <source>The box is full. Close it (6) and open the next one.</source>
        <translation>本箱已滿，請封箱(6)後開新箱。</translation>
    </message>
    <message>
        <source>A tube is open. Seal it first (1).</source>
        <translation>還有未封的管，請先封管(1)。</translation>
    </message>
    <message>
        <source>No tube is open. Show a tube&apos;s label first.</source>
        <translation>尚未開管，請先掃管碼。</translation>
    </message>
    <message>
        <source>This tube is sealed already.</source>
        <translation>此管已封。</translation>
    </message>
    <message>
        <source>Only sealed tubes can be sent.</source>
        <translation>只有已封的管可以送檢。</translation>
    </message>
    <message>
        <source>Only tubes that were sent can be received.</source>
        <translation>只有已送檢的管可以接收。</translation>
    </message>
    <message>
        <source>Only the table that opened it can do that.</source>
        <translation>只有開管的採樣檯可以辦理。</translation>
    </message>
    <message>
        <source>The tube is full. Seal it, then open the next one.</source>
        <translation>本管已滿，請封管後開新管。</translation>
    </message>
    <message>
        <source>Nobody is in this tube.</source>
        <translation>管內無人。</translation>
    </message>
    <message>
        <source>The tube has {count} of {pool}. Seal it with {count}?</source>
        <translation>當前管 {count}/{pool} 未滿，確認按 {count} 人封管？</translation>
    </message>
    <message>
        <source>Is in this tube already.</source>
        <translation>已在本管中。</translation>
    </message>
    <message>
        <source>Sampled today already: {time}, tube {code}</source>
        <translation>今日已採：{time}，管 {code}</translation>
    </message>
    <message>
        <source>Fever or a yellow code: sampled alone, in a single tube.</source>
        <translation>發熱或黃碼，請單採。</translation>
    </message>
    <message>
        <source>This is nobody&apos;s pass.</source>
        <translation>不是通行碼。</translation>
    </message>
    <message>
        <source>Is not in this tube any more.</source>
        <translation>已不在本管中。</translation>
    </message>
    <message>
        <source>How many must be a whole number.</source>
        <translation>數量必須是整數。</translation>
    </message>
    <message>
        <source>The reason is needed.</source>
        <translation>請填寫原因。</translation>
    </message>
    <message>
        <source>This is for a lead. Lead: hold your badge up, or type number and PIN.</source>
        <translation>須由負責人辦理：請出示工作證，或輸入編號和 PIN 碼。</translation>
    </message>
    <message>
        <source>Sign in first (F10): a hand-over has two names.</source>
        <translation>請先按 F10 簽到：交接須有雙方姓名。</translation>
    </message>
    <message>
        <source>The name of whoever takes them is needed.</source>
        <translation>請填寫接收人姓名。</translation>
    </message>
    <message>
        <source>The temperature must be like 4.0.</source>
        <translation>溫度請寫成 4.0 這樣。</translation>
    </message>
    <message>
        <source>The code is on two tubes. A lead must say which one keeps it (9).</source>
        <translation>同一管碼有兩支管，須由負責人處理(9)。</translation>
    </message>
    <message>
        <source>No other tube has this code.</source>
        <translation>沒有別的管用此碼。</translation>
    </message>
    <message>
        <source>There is nothing to hand over.</source>
        <translation>沒有可交接的管。</translation>
    </message>
    <message>
        <source>Nothing was recorded. Show it again.</source>
        <translation>未登記，請重新出示。</translation>
    </message>
    <message>
        <source>Show the right pass: it takes the place of {name}.</source>
        <translation>請出示本人的碼，換下{name}。</translation>
    </message>
    <message>
        <source>Show the pass of whoever was swabbed and not registered.</source>
        <translation>請已採未登記的人出示碼。</translation>
    </message>
    <message>
        <source>Show the label of the box</source>
        <translation>請掃箱碼</translation>
    </message>
    <message>
        <source>Show the label of a new tube</source>
        <translation>請掃新管的管碼</translation>
    </message>
    <message>
        <source>Show the label of a single tube</source>
        <translation>請掃單採管的管碼</translation>
    </message>
    <message>
        <source>Next person: please show your code</source>
        <translation>請下一位出示碼</translation>
    </message>
    <message>
        <source>Show the label of the right tube: the group goes into it</source>
        <translation>請掃正確的管，整組移入</translation>
    </message>
    <message>
        <source>Show the pass of the right person</source>
        <translation>請本人出示碼</translation>
    </message>
    <message>
        <source>Show the pass of whoever was not registered</source>
        <translation>請漏登的人出示碼</translation>
    </message>
    <message>
        <source>Why is it void?</source>
        <translation>為什麼作廢？</translation>
    </message>
    <message>
        <source>Close box {code}</source>
        <translation>封箱 {code}</translation>
    </message>
    <message>
        <source>Hand over</source>
        <translation>送檢交接</translation>
    </message>
    <message>
        <source>Add somebody to {code}</source>
        <translation>補錄到 {code}</translation>
    </message>
    <message>
        <source>Void: {code}</source>
        <translation>作廢 {code}</translation>
    </message>
    <message>
        <source>Sample again: why?</source>
        <translation>再次採樣的原因</translation>
    </message>
    <message>
        <source>A lead signs</source>
        <translation>負責人簽字</translation>
    </message>
    <message>
        <source>Single</source>
        <translation>單採</translation>
    </message>
    <message>
        <source>Check the swabs, then press 1 or show the tube again</source>
        <translation>核對拭子，按 1 或再掃本管封管</translation>
    </message>
    <message>
        <source>Count the tubes in the box, then press 6</source>
        <translation>清點箱內管數，按 6 封箱</translation>
    </message>
    <message>
        <source>Which tube keeps the code? A lead answers for it.</source>
        <translation>哪支管保留管碼？由負責人決定。</translation>
    </message>
    <message>
        <source>Wrong pass: {code}</source>
        <translation>換人 {code}</translation>
    </message>
    <message>
        <source>5 in 1</source>
        <translation>五混一</translation>
    </message>
    <message>
        <source>10 in 1</source>
        <translation>十混一</translation>
    </message>
    <message>
        <source>20 in 1</source>
        <translation>二十混一</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>已滿</translation>
    </message>
    <message>
        <source>Last: {name}  {time}</source>
        <translation>上一位 {name}  {time}</translation>
    </message>
</context>
<context>
    <name>SamplingPage</name>
    <message numerus="yes">
        <source>Box {code}: %n tubes</source>
        <translation>
            <numerusform>箱 {code}：%n 管</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>This computer shows no camera. Check the cable, then look again.</source>
        <translation>這台電腦沒有找到攝影機。請檢查連線後重新尋找。</translation>
    </message>
    <message>
        <source>One moment; leave the stick where it is.</source>
        <translation>請稍候，不要拔出隨身碟。</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
    <message>
        <source>Camera: choose one by its name</source>
        <translation>攝影機：按名稱選擇</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新尋找</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>淺色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Print the notice</source>
        <translation>列印告知書</translation>
    </message>
    <message>
        <source>Copy to a stick</source>
        <translation>複製到隨身碟</translation>
    </message>
    <message>
        <source>Take from a stick</source>
        <translation>從隨身碟讀取</translation>
    </message>
</context>
<context>
    <name>ShiftPage</name>
    <message>
        <source>Shift {label}</source>
        <translation>班次 {label}</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>交接班</translation>
    </message>
    <message>
        <source>On duty: {names}</source>
        <translation>在崗：{names}</translation>
    </message>
    <message>
        <source>Nobody has signed in.</source>
        <translation>還沒有人簽到。</translation>
    </message>
    <message>
        <source>For the next: incidents, equipment, open questions</source>
        <translation>交接事項：突發事件、物資設備清點、待辦問題</translation>
    </message>
    <message>
        <source>Volunteer number</source>
        <translation>志願者編號</translation>
    </message>
    <message>
        <source>PIN, then Enter</source>
        <translation>PIN 碼，按 Enter</translation>
    </message>
    <message>
        <source>Stop the handover</source>
        <translation>取消交接</translation>
    </message>
    <message>
        <source>Hand over</source>
        <translation>開始交接</translation>
    </message>
    <message>
        <source>Print the sheet</source>
        <translation>列印交接單</translation>
    </message>
    <message>
        <source>Handed over. Both have signed.</source>
        <translation>交接完成，雙方已簽名。</translation>
    </message>
    <message>
        <source>{name} has signed. Now the one who comes: hold your badge up.</source>
        <translation>{name} 已簽名。請接班人出示工作證。</translation>
    </message>
    <message>
        <source>The one who goes: hold your badge up.</source>
        <translation>請交班人出示工作證。</translation>
    </message>
    <message>
        <source>Hold your badge up to sign in, or type number and PIN.</source>
        <translation>出示工作證即可上崗，或輸入編號和 PIN 碼。</translation>
    </message>
</context>
<context>
    <name>SidePage</name>
    <message>
        <source>Close</source>
        <translation>關閉</translation>
    </message>
</context>
<context>
    <name>Spread</name>
    <message>
        <source>Held</source>
        <translation>留置</translation>
    </message>
    <message>
        <source>Presumed exits</source>
        <translation>補記離開</translation>
    </message>
    <message>
        <source>Drop-offs</source>
        <translation>即停即離</translation>
    </message>
    <message>
        <source>This shift</source>
        <translation>本班</translation>
    </message>
    <message>
        <source>From {time}</source>
        <translation>{time} 起</translation>
    </message>
    <message>
        <source>People in each quarter of an hour</source>
        <translation>每刻鐘人次</translation>
    </message>
</context>
<context>
    <name>Stick</name>
    <message>
        <source>Where is the stick?</source>
        <translation>隨身碟在哪裡？</translation>
    </message>
    <message>
        <source>Folder:</source>
        <translation>資料夾：</translation>
    </message>
    <message>
        <source>Shown:</source>
        <translation>顯示：</translation>
    </message>
</context>
<context>
    <name>StockList</name>
    <message>
        <source>Item</source>
        <translation>品名</translation>
    </message>
    <message>
        <source>There</source>
        <translation>庫存</translation>
    </message>
    <message>
        <source>State</source>
        <translation>狀態</translation>
    </message>
    <message>
        <source>Good until</source>
        <translation>有效期至</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批號</translation>
    </message>
</context>
<context>
    <name>Strip</name>
    <message>
        <source>Gate</source>
        <translation>卡口</translation>
    </message>
    <message>
        <source>No phone</source>
        <translation>無碼</translation>
    </message>
    <message>
        <source>Day log</source>
        <translation>當日臺賬</translation>
    </message>
    <message>
        <source>Visitor</source>
        <translation>訪客</translation>
    </message>
    <message numerus="yes">
        <source>%n visits</source>
        <translation>
            <numerusform>在訪 %n</numerusform>
        </translation>
    </message>
    <message>
        <source>{count} open</source>
        <translation>待處置 {count}</translation>
    </message>
    <message>
        <source>Emergency</source>
        <translation>應急車</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>交接班</translation>
    </message>
    <message>
        <source>Peak</source>
        <translation>快速</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤銷</translation>
    </message>
    <message>
        <source>Duty guide</source>
        <translation>崗位指南</translation>
    </message>
    <message>
        <source>Sampling table</source>
        <translation>採樣檯</translation>
    </message>
    <message>
        <source>Volunteer desk</source>
        <translation>考勤簽到</translation>
    </message>
    <message>
        <source>Kept aside</source>
        <translation>擱置</translation>
    </message>
    <message>
        <source>Supplies</source>
        <translation>物資</translation>
    </message>
    <message>
        <source>Incidents, disinfection</source>
        <translation>事件、消殺</translation>
    </message>
</context>
<context>
    <name>SupplyForm</name>
    <message>
        <source>Received</source>
        <translation>入庫</translation>
    </message>
    <message>
        <source>Given back</source>
        <translation>退回</translation>
    </message>
    <message>
        <source>Write off</source>
        <translation>報損</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>盤點</translation>
    </message>
    <message>
        <source>Send on</source>
        <translation>調出</translation>
    </message>
    <message>
        <source>A lead lets more be handed out</source>
        <translation>負責人批准超額領用</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>儲存</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>關閉</translation>
    </message>
</context>
<context>
    <name>SupplyPage</name>
    <message>
        <source>Printed: {where}</source>
        <translation>已列印：{where}</translation>
    </message>
    <message>
        <source>Nothing could be printed.</source>
        <translation>無法列印。</translation>
    </message>
    <message>
        <source>Back to the gate</source>
        <translation>返回卡口</translation>
    </message>
    <message>
        <source>Supplies</source>
        <translation>物資</translation>
    </message>
    <message>
        <source>Nothing is kept here yet. The office says what is; then it is received with 4.</source>
        <translation>尚無物資目錄。由中心下發目錄後，按 4 入庫。</translation>
    </message>
    <message>
        <source>Hand out the kit</source>
        <translation>發放崗位套裝</translation>
    </message>
    <message>
        <source>Hand out one</source>
        <translation>發放一件</translation>
    </message>
    <message>
        <source>Given back</source>
        <translation>退回</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>入庫</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>盤點</translation>
    </message>
    <message>
        <source>Write off</source>
        <translation>報損</translation>
    </message>
    <message>
        <source>Send on</source>
        <translation>調出</translation>
    </message>
    <message>
        <source>Print donations</source>
        <translation>列印捐贈清單</translation>
    </message>
    <message>
        <source>Take back the last</source>
        <translation>撤銷上一筆</translation>
    </message>
    <message>
        <source>Nothing has moved today.</source>
        <translation>今日無出入庫。</translation>
    </message>
    <message>
        <source>Hold up the badge of whoever gets something.</source>
        <translation>請出示領用人工作證。</translation>
    </message>
    <message>
        <source>Kit: {what}</source>
        <translation>崗位套裝：{what}</translation>
    </message>
    <message>
        <source>Too little of: {what}</source>
        <translation>不足：{what}</translation>
    </message>
    <message>
        <source>Got in this shift: {what}</source>
        <translation>本班已領：{what}</translation>
    </message>
    <message>
        <source>To be given back: {what}</source>
        <translation>應退回：{what}</translation>
    </message>
    <message>
        <source>Got nothing in this shift.</source>
        <translation>本班未領用。</translation>
    </message>
</context>
<context>
    <name>TableForm</name>
    <message>
        <source>Enter it</source>
        <translation>確定</translation>
    </message>
    <message>
        <source>Never mind</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Lead: hold your badge up, or type number and PIN.</source>
        <translation>負責人請出示工作證，或輸入編號和 PIN 碼。</translation>
    </message>
    <message>
        <source>Count the tubes in the box. Void ones do not belong in it.</source>
        <translation>請清點箱內的管，作廢的管不裝箱。</translation>
    </message>
    <message>
        <source>Both names are kept: yours and that of whoever takes them.</source>
        <translation>交接雙方姓名都會留存。</translation>
    </message>
    <message>
        <source>A lead answers for it, and the tube is flagged.</source>
        <translation>由負責人負責，此管會有標記。</translation>
    </message>
</context>
<context>
    <name>TableParts</name>
    <message>
        <source>Box {code}</source>
        <translation>箱 {code}</translation>
    </message>
    <message>
        <source>No box is open</source>
        <translation>未開箱</translation>
    </message>
    <message>
        <source>{count} / {most} tubes</source>
        <translation>{count} / {most} 管</translation>
    </message>
    <message>
        <source>Back to the gate</source>
        <translation>返回卡口</translation>
    </message>
    <message>
        <source>Sampling table</source>
        <translation>採樣檯</translation>
    </message>
    <message>
        <source>Nobody is in this tube yet.</source>
        <translation>本管還沒有人。</translation>
    </message>
    <message>
        <source>Nobody is to be sampled again.</source>
        <translation>沒有待補採的人。</translation>
    </message>
    <message>
        <source>No code is on two tubes.</source>
        <translation>沒有管碼衝突。</translation>
    </message>
    <message>
        <source>No tube of that kind today.</source>
        <translation>今天沒有這類管。</translation>
    </message>
    <message>
        <source>Call them back: each is put into another tube.</source>
        <translation>請叫回補採，登記到新管。</translation>
    </message>
    <message>
        <source>Ask for their phone number and tell the office: a pool of several needs it.</source>
        <translation>請問電話並告知辦公室：混採須留電話。</translation>
    </message>
    <message>
        <source>Somebody was added after the seal. The laboratory is told.</source>
        <translation>封管後補錄過人，須告知實驗室。</translation>
    </message>
    <message>
        <source>One code on two tubes: keep both here. A lead marks the one that keeps it, then 9.</source>
        <translation>同一管碼有兩支管，先都留下。負責人選中保留的一支，按 9。</translation>
    </message>
    <message>
        <source>Lead {name}</source>
        <translation>負責人 {name}</translation>
    </message>
</context>
<context>
    <name>Tiles</name>
    <message>
        <source>central {count}</source>
        <translation>中心 {count}</translation>
    </message>
    <message>
        <source>In</source>
        <translation>進</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>出</translation>
    </message>
    <message>
        <source>Persons</source>
        <translation>人數</translation>
    </message>
    <message>
        <source>Inside at end</source>
        <translation>期末在內</translation>
    </message>
    <message>
        <source>Turned away</source>
        <translation>勸返</translation>
    </message>
    <message>
        <source>Undecided</source>
        <translation>未處置</translation>
    </message>
    <message>
        <source>By hand</source>
        <translation>人工登記</translation>
    </message>
    <message>
        <source>Emergency</source>
        <translation>應急車</translation>
    </message>
    <message>
        <source>Open flags</source>
        <translation>待核異常</translation>
    </message>
    <message>
        <source>Peak minute</source>
        <translation>高峰分鐘</translation>
    </message>
    <message>
        <source>Not synced</source>
        <translation>待同步</translation>
    </message>
</context>
<context>
    <name>TrayPage</name>
    <message>
        <source>It goes to central again with the next round.</source>
        <translation>下次同步時再次送往中心。</translation>
    </message>
    <message>
        <source>Kept aside by central</source>
        <translation>中心擱置的記錄</translation>
    </message>
    <message>
        <source>Another computer writes as this station: it is a copy. Nothing is lost, go on working. Tell the office: one of the two must be enrolled anew.</source>
        <translation>另一台電腦以本站名義記錄：它是複製出來的。沒有遺失任何記錄，請照常工作。請告訴中心：兩台中的一台須重新接入。</translation>
    </message>
    <message>
        <source>At {time} this computer&apos;s disk was older than what central has of this station. Nothing is lost, go on working. Tell the office that the disk was restored or copied.</source>
        <translation>{time} 發現這台電腦磁碟上的內容比中心已有的舊。沒有遺失任何記錄，請照常工作。請告訴中心：磁碟被還原或複製過。</translation>
    </message>
    <message>
        <source>Central could not take these in; all others have gone up. Send one again once. If it comes back, tell the office.</source>
        <translation>中心無法收下這些記錄，其餘的不受影響。可再次傳送一次；若又回到這裡，請告訴中心。</translation>
    </message>
    <message>
        <source>Central keeps nothing of this station aside.</source>
        <translation>中心沒有擱置本站的記錄。</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>再次傳送</translation>
    </message>
    <message>
        <source>Seen to</source>
        <translation>已處理</translation>
    </message>
    <message>
        <source>Looked into</source>
        <translation>已查明</translation>
    </message>
    <message>
        <source>What was done about it; then Enter</source>
        <translation>處理情況，寫完按 Enter</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>時間</translation>
    </message>
    <message>
        <source>What</source>
        <translation>內容</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>誰</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
</context>
<context>
    <name>VerdictPanel</name>
    <message>
        <source>Please show your pass</source>
        <translation>請出示通行證</translation>
    </message>
    <message>
        <source>Hold the code inside the corners, about a hand and a half away.</source>
        <translation>將二維碼對準取景框，距鏡頭約 30 公分。</translation>
    </message>
    <message>
        <source>36.5, then Enter</source>
        <translation>36.5，按 Enter</translation>
    </message>
    <message>
        <source>Plate, then Enter (Esc: later)</source>
        <translation>車牌號，按 Enter（Esc 稍後）</translation>
    </message>
    <message>
        <source>People in the car, then Enter (Esc: one)</source>
        <translation>車內人數，按 Enter(Esc：1 人)</translation>
    </message>
    <message>
        <source>Print the temporary pass</source>
        <translation>列印臨時出入證</translation>
    </message>
</context>
<context>
    <name>VisitsPage</name>
    <message>
        <source>All {count} of {company} leave</source>
        <translation>{company} {count} 人全部離開</translation>
    </message>
    <message>
        <source>{time} late</source>
        <translation>{time} 逾時</translation>
    </message>
    <message>
        <source>Visitors inside</source>
        <translation>在內訪客</translation>
    </message>
    <message>
        <source>No visitor is inside.</source>
        <translation>沒有訪客在內。</translation>
    </message>
    <message>
        <source>Leaves now</source>
        <translation>現在離開</translation>
    </message>
    <message>
        <source>Must have left</source>
        <translation>補記離開(推定)</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Building</source>
        <translation>樓棟</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>進入</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>有效至</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>號牌</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>Station</source>
        <translation>卡口站</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Pass</source>
        <translation>放行</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>請看</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停</translation>
    </message>
    <message>
        <source>Passed</source>
        <translation>放行</translation>
    </message>
    <message>
        <source>Undecided</source>
        <translation>未處置</translation>
    </message>
    <message>
        <source>Turned away</source>
        <translation>勸返</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>留置待處置</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Exit was missed, let pass</source>
        <translation>補記離開(推定)</translation>
    </message>
    <message>
        <source>Pass may be lent</source>
        <translation>疑似借碼</translation>
    </message>
    <message>
        <source>Checked, let pass</source>
        <translation>人工核實後放行</translation>
    </message>
    <message>
        <source>Register as visitor</source>
        <translation>登記為訪客</translation>
    </message>
    <message>
        <source>Turn away</source>
        <translation>勸返</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>留置</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>People counted</source>
        <translation>人數已登記</translation>
    </message>
    <message>
        <source>No entry on record</source>
        <translation>無進入記錄</translation>
    </message>
    <message>
        <source>Last entry {time}, no exit on record</source>
        <translation>上次進入 {time}，無離開記錄</translation>
    </message>
    <message>
        <source>A good pass, not on the roster yet</source>
        <translation>通行證有效，名冊中暫無此人</translation>
    </message>
    <message>
        <source>Not a pass of this community</source>
        <translation>非本社區通行證</translation>
    </message>
    <message>
        <source>Expired {date}</source>
        <translation>已過期 {date}</translation>
    </message>
    <message>
        <source>Valid from {date} {time}</source>
        <translation>{date} {time} 起有效</translation>
    </message>
    <message>
        <source>Revoked ({why})</source>
        <translation>已作廢({why})</translation>
    </message>
    <message>
        <source>Invalid signature</source>
        <translation>簽名無效</translation>
    </message>
    <message>
        <source>Signed with an unknown key</source>
        <translation>簽發密鑰未知</translation>
    </message>
    <message>
        <source>Unrecognised code</source>
        <translation>無法識別的二維碼</translation>
    </message>
    <message>
        <source>Temperature too high</source>
        <translation>體溫異常</translation>
    </message>
    <message>
        <source>Shown at another gate at {time}</source>
        <translation>{time} 剛在另一卡口出示</translation>
    </message>
    <message>
        <source>Outside the hours for going out</source>
        <translation>不在外出時段</translation>
    </message>
    <message>
        <source>Back late, went out {time}</source>
        <translation>逾時返回，{time} 外出</translation>
    </message>
    <message>
        <source>Leaves late, was to leave by {time}</source>
        <translation>逾時離開，應於 {time} 前離開</translation>
    </message>
    <message>
        <source>Temperature?</source>
        <translation>請測體溫</translation>
    </message>
    <message>
        <source>Health code?</source>
        <translation>請查健康碼</translation>
    </message>
    <message>
        <source>Health code expired or none</source>
        <translation>健康碼過期或無碼</translation>
    </message>
    <message>
        <source>The host does not agree</source>
        <translation>被訪人不同意</translation>
    </message>
    <message>
        <source>Would not register</source>
        <translation>拒絕登記</translation>
    </message>
    <message>
        <source>Certificate expired {date}</source>
        <translation>證明已過期 {date}</translation>
    </message>
    <message>
        <source>No exit on record</source>
        <translation>無離開記錄</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>已過期</translation>
    </message>
    <message>
        <source>Not valid yet</source>
        <translation>未到生效時間</translation>
    </message>
    <message>
        <source>Revoked</source>
        <translation>已作廢</translation>
    </message>
    <message>
        <source>Two gates within a minute</source>
        <translation>一分鐘內兩個卡口</translation>
    </message>
    <message>
        <source>No outings left</source>
        <translation>外出次數已滿</translation>
    </message>
    <message>
        <source>Back late</source>
        <translation>逾時返回</translation>
    </message>
    <message>
        <source>Left late</source>
        <translation>逾時離開</translation>
    </message>
    <message>
        <source>Temperature not taken</source>
        <translation>未測溫</translation>
    </message>
    <message>
        <source>Health code not looked at</source>
        <translation>未查健康碼</translation>
    </message>
    <message>
        <source>Certificate expired</source>
        <translation>證明已過期</translation>
    </message>
    <message>
        <source>Let them through.</source>
        <translation>請通行。</translation>
    </message>
    <message>
        <source>Let them through. The missing entry is noted.</source>
        <translation>請通行，缺少的進入記錄已標記。</translation>
    </message>
    <message>
        <source>Ask whether they left by another gate.</source>
        <translation>請詢問是否從其他卡口離開過。</translation>
    </message>
    <message>
        <source>Ask who they are and where they live.</source>
        <translation>請詢問姓名和住處。</translation>
    </message>
    <message>
        <source>Ask whom they visit.</source>
        <translation>請詢問來訪何人。</translation>
    </message>
    <message>
        <source>Ask for a newer pass.</source>
        <translation>請出示新的通行證。</translation>
    </message>
    <message>
        <source>Ask for a pass that is valid today.</source>
        <translation>請出示今日有效的通行證。</translation>
    </message>
    <message>
        <source>Compare person and name. Stay polite.</source>
        <translation>請核對本人與姓名，保持平和有禮。</translation>
    </message>
    <message>
        <source>Ask whether it is urgent.</source>
        <translation>詢問是否有急事。</translation>
    </message>
    <message>
        <source>Let them through and remind them of the time.</source>
        <translation>放行，並提醒外出時限。</translation>
    </message>
    <message>
        <source>Let them through. Take the tag back.</source>
        <translation>放行，收回號牌。</translation>
    </message>
    <message>
        <source>Measure, then type it and press Enter.</source>
        <translation>測溫後輸入，按 Enter。</translation>
    </message>
    <message>
        <source>Look at their phone and press what you see.</source>
        <translation>查看對方手機，按所見結果。</translation>
    </message>
    <message>
        <source>Ask them to wait aside, call the lead.</source>
        <translation>請其在旁等候，呼叫負責人。</translation>
    </message>
    <message>
        <source>Explain that the host does not agree.</source>
        <translation>說明被訪人不同意。</translation>
    </message>
    <message>
        <source>Say why we ask; the notice says it too.</source>
        <translation>說明登記內容和原因，告知書上也有。</translation>
    </message>
    <message>
        <source>Ask for another proof.</source>
        <translation>請出示其他憑證。</translation>
    </message>
    <message>
        <source>Child</source>
        <translation>兒童</translation>
    </message>
    <message>
        <source>Emergency vehicle</source>
        <translation>應急車輛</translation>
    </message>
    <message>
        <source>Not registered</source>
        <translation>未登記人員</translation>
    </message>
    <message>
        <source>Offline: somebody else answers</source>
        <translation>離線：應答的不是中心</translation>
    </message>
    <message>
        <source>Resident</source>
        <translation>居民</translation>
    </message>
    <message>
        <source>Temporary pass until {time}</source>
        <translation>臨時出入證有效至 {time}</translation>
    </message>
    <message>
        <source>+ for each other in the car.</source>
        <translation>車上每多一人按一次 +。</translation>
    </message>
    <message>
        <source>Recorded.</source>
        <translation>已登記。</translation>
    </message>
    <message>
        <source>Not recorded</source>
        <translation>未登記</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Ask where the pass was issued.</source>
        <translation>請詢問通行證在何處簽發。</translation>
    </message>
    <message>
        <source>Temperature taken</source>
        <translation>已測溫</translation>
    </message>
    <message>
        <source>Plate noted</source>
        <translation>已記車牌</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤銷</translation>
    </message>
    <message>
        <source>No outings left, last {time}</source>
        <translation>外出次數已滿，上次 {time}</translation>
    </message>
    <message>
        <source>This is not a pass. Ask for the pass.</source>
        <translation>這不是通行證，請出示通行證。</translation>
    </message>
    <message>
        <source>Ask them to rest, measure again, call the lead.</source>
        <translation>請其休息後複測，並通知負責人。</translation>
    </message>
    <message>
        <source>Ask who has the pass.</source>
        <translation>詢問通行證在誰手裡。</translation>
    </message>
    <message>
        <source>Find them by name instead (F2).</source>
        <translation>改為按姓名尋找 (F2)。</translation>
    </message>
    <message>
        <source>reported lost</source>
        <translation>掛失</translation>
    </message>
    <message>
        <source>moved away</source>
        <translation>遷出</translation>
    </message>
    <message>
        <source>misused</source>
        <translation>冒用</translation>
    </message>
    <message>
        <source>withdrawn</source>
        <translation>收回</translation>
    </message>
    <message>
        <source>In</source>
        <translation>進</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>出</translation>
    </message>
    <message>
        <source>Visitor</source>
        <translation>訪客</translation>
    </message>
    <message>
        <source>Courier</source>
        <translation>快遞員</translation>
    </message>
    <message>
        <source>Vehicle</source>
        <translation>車輛</translation>
    </message>
    <message>
        <source>Staff</source>
        <translation>工作人員</translation>
    </message>
    <message>
        <source>Volunteer</source>
        <translation>志願者</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>在線</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>離線</translation>
    </message>
    <message>
        <source>Not enrolled</source>
        <translation>未接入</translation>
    </message>
    <message>
        <source>Out of service</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>No picture from the camera. Check its cable. Codes can be typed (F2) or scanned by hand.</source>
        <translation>攝影機沒有畫面，請檢查連接線。可手工錄入(F2)或使用掃碼槍。</translation>
    </message>
    <message>
        <source>The camera&apos;s picture stands still. It is being restarted. Codes can be typed (F2).</source>
        <translation>攝影機畫面靜止，正在重新啟動。可手工錄入(F2)。</translation>
    </message>
    <message>
        <source>The camera sees only black. Is something covering it?</source>
        <translation>攝影機畫面全黑，是否被遮擋？</translation>
    </message>
    <message>
        <source>The disk is full. The last code was NOT recorded. Free some space, then show it again.</source>
        <translation>磁碟已滿，剛才的碼沒有登記。請清理空間後重新出示。</translation>
    </message>
    <message>
        <source>The last code was NOT recorded. Show it again. If this stays, write on paper and call the lead.</source>
        <translation>剛才的碼沒有登記，請重新出示。如一直如此，請改用紙本登記並通知負責人。</translation>
    </message>
    <message>
        <source>This station has no roster yet. Connect it to the network once, or enrol it.</source>
        <translation>本站尚無名冊，請連網一次或先接入中心。</translation>
    </message>
    <message>
        <source>Another program has this station&apos;s file open. Close it, then start again.</source>
        <translation>本站資料檔正被其他程式占用，請關閉後重新啟動。</translation>
    </message>
    <message>
        <source>This station&apos;s file is damaged. It was left untouched: keep it, and call the lead.</source>
        <translation>本站資料檔已損壞，未作任何更動。請保留該檔案並通知負責人。</translation>
    </message>
    <message>
        <source>This station&apos;s file was written by a newer version. Please update the program.</source>
        <translation>本站資料檔由較新版本的程式寫入，請更新程式。</translation>
    </message>
    <message>
        <source>This computer&apos;s key does not open the station&apos;s file. Call the lead.</source>
        <translation>本機密鑰無法開啟本站資料檔，請通知負責人。</translation>
    </message>
    <message>
        <source>This station&apos;s folder cannot be written. Check its permissions, then start again.</source>
        <translation>本站資料夾無法寫入，請檢查權限後重新啟動。</translation>
    </message>
    <message>
        <source>The demo could not be made ready. Close the program, try again.</source>
        <translation>演示準備失敗，請關閉程式後重試。</translation>
    </message>
    <message>
        <source>This station was taken out of service. Send people to another gate, or write on paper.</source>
        <translation>本站已停用。請讓大家走別的卡口，或先記在紙上。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>電話</translation>
    </message>
    <message>
        <source>Host&apos;s room</source>
        <translation>被訪房號</translation>
    </message>
    <message>
        <source>Purpose</source>
        <translation>來訪事由</translation>
    </message>
    <message>
        <source>Host agrees?</source>
        <translation>被訪人同意嗎？</translation>
    </message>
    <message>
        <source>People</source>
        <translation>人數</translation>
    </message>
    <message>
        <source>Plate</source>
        <translation>車牌</translation>
    </message>
    <message>
        <source>Tag number</source>
        <translation>號牌編號</translation>
    </message>
    <message>
        <source>Comes from</source>
        <translation>來源地</translation>
    </message>
    <message>
        <source>Company</source>
        <translation>單位</translation>
    </message>
    <message>
        <source>Checked?</source>
        <translation>上崗必檢？</translation>
    </message>
    <message>
        <source>Contactless?</source>
        <translation>無接觸區？</translation>
    </message>
    <message>
        <source>Guardian</source>
        <translation>監護人</translation>
    </message>
    <message>
        <source>Health code</source>
        <translation>健康碼查驗</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>體溫</translation>
    </message>
    <message>
        <source>Family</source>
        <translation>探親</translation>
    </message>
    <message>
        <source>Friends</source>
        <translation>訪友</translation>
    </message>
    <message>
        <source>Business</source>
        <translation>辦事</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>維修</translation>
    </message>
    <message>
        <source>Estate agent</source>
        <translation>看房</translation>
    </message>
    <message>
        <source>Meter reading</source>
        <translation>抄表</translation>
    </message>
    <message>
        <source>Medical visit</source>
        <translation>醫護上門</translation>
    </message>
    <message>
        <source>Visits a resident</source>
        <translation>訪客車輛</translation>
    </message>
    <message>
        <source>Freight</source>
        <translation>貨運</translation>
    </message>
    <message>
        <source>Sanitation</source>
        <translation>環衛</translation>
    </message>
    <message>
        <source>Taxi, ride-hailing</source>
        <translation>計程車/網約車</translation>
    </message>
    <message>
        <source>Towed, no plate</source>
        <translation>拖車(無牌)</translation>
    </message>
    <message>
        <source>Delivery</source>
        <translation>送貨</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
    <message>
        <source>Green code</source>
        <translation>綠碼</translation>
    </message>
    <message>
        <source>Yellow code</source>
        <translation>黃碼</translation>
    </message>
    <message>
        <source>Red code</source>
        <translation>紅碼</translation>
    </message>
    <message>
        <source>Expired or none</source>
        <translation>過期或無碼</translation>
    </message>
    <message>
        <source>is needed</source>
        <translation>必填</translation>
    </message>
    <message>
        <source>is needed; without one choose the purpose</source>
        <translation>必填；沒有車牌時請選來訪事由</translation>
    </message>
    <message>
        <source>is too long</source>
        <translation>太長</translation>
    </message>
    <message>
        <source>must be a number from 1 to 99</source>
        <translation>應為 1 到 99</translation>
    </message>
    <message>
        <source>must be chosen from the list</source>
        <translation>請從列表選擇</translation>
    </message>
    <message>
        <source>is no phone number</source>
        <translation>不是電話號碼</translation>
    </message>
    <message>
        <source>must be like 36.5</source>
        <translation>應如 36.5</translation>
    </message>
    <message>
        <source>An identity number has 18 characters.</source>
        <translation>證件號應為 18 位。</translation>
    </message>
    <message>
        <source>This is an old number with 15 digits. Ask for the new card, or type the name.</source>
        <translation>這是 15 位舊證件號。請出示新證件，或改輸姓名。</translation>
    </message>
    <message>
        <source>Identity number: character {position} is no digit.</source>
        <translation>證件號第 {position} 位不是數字。</translation>
    </message>
    <message>
        <source>Identity number: characters 7 to 14 are no date of birth.</source>
        <translation>證件號第 7 至 14 位不是出生日期。</translation>
    </message>
    <message>
        <source>Identity number: check digit does not match (should be {expected}).</source>
        <translation>證件號校驗位不符(應為{expected})</translation>
    </message>
    <message>
        <source>Nobody on the roster fits. Register them as a visitor (F4).</source>
        <translation>名冊中沒有找到。可登記為訪客 (F4)。</translation>
    </message>
    <message>
        <source>34.0 to 43.0 only.</source>
        <translation>只能是 34.0 到 43.0。</translation>
    </message>
    <message>
        <source>Identity number: look at character {position}, it may be the wrong way round.</source>
        <translation>證件號第 {position} 位起可能顛倒，請核對。</translation>
    </message>
    <message>
        <source>This is no volunteer&apos;s badge.</source>
        <translation>這不是志願者工作證。</translation>
    </message>
    <message>
        <source>This badge is not valid today.</source>
        <translation>該工作證今天無效。</translation>
    </message>
    <message>
        <source>This badge was revoked. Keep it and call the lead.</source>
        <translation>該工作證已作廢。請留下並呼叫負責人。</translation>
    </message>
    <message>
        <source>This badge is not on the roster yet.</source>
        <translation>名冊中暫無該工作證。</translation>
    </message>
    <message>
        <source>Number or PIN is wrong.</source>
        <translation>編號或 PIN 碼有誤。</translation>
    </message>
    <message>
        <source>Too many wrong PINs. Only a badge helps now.</source>
        <translation>PIN 碼錯誤次數過多，請出示工作證。</translation>
    </message>
    <message>
        <source>The one who comes must be somebody else.</source>
        <translation>接班人不能是同一人。</translation>
    </message>
    <message>
        <source>No shift is running.</source>
        <translation>目前沒有班次。</translation>
    </message>
    <message>
        <source>Only a lead or a supervisor may sign for this.</source>
        <translation>只有負責人或督導可以簽字。</translation>
    </message>
    <message>
        <source>They are not on duty in this shift.</source>
        <translation>此人不在本班次。</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>品名</translation>
    </message>
    <message>
        <source>How many</source>
        <translation>數量</translation>
    </message>
    <message>
        <source>Counted</source>
        <translation>盤點數</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批號</translation>
    </message>
    <message>
        <source>Good until</source>
        <translation>有效期至</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>來源</translation>
    </message>
    <message>
        <source>Donor</source>
        <translation>捐贈方</translation>
    </message>
    <message>
        <source>Document no.</source>
        <translation>單據號</translation>
    </message>
    <message>
        <source>Second name</source>
        <translation>第二人</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>To which site</source>
        <translation>調往站點</translation>
    </message>
    <message>
        <source>Lead&apos;s number</source>
        <translation>負責人編號</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>事件類型</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>地點</translation>
    </message>
    <message>
        <source>What was done</source>
        <translation>處置</translation>
    </message>
    <message>
        <source>120 called?</source>
        <translation>呼叫120？</translation>
    </message>
    <message>
        <source>Handed to</source>
        <translation>移交給</translation>
    </message>
    <message>
        <source>Disinfectant</source>
        <translation>消毒劑</translation>
    </message>
    <message>
        <source>Concentration</source>
        <translation>濃度</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>面積</translation>
    </message>
    <message>
        <source>Who did it</source>
        <translation>消殺人</translation>
    </message>
    <message>
        <source>Allotted</source>
        <translation>調撥</translation>
    </message>
    <message>
        <source>Purchased</source>
        <translation>採購</translation>
    </message>
    <message>
        <source>Donated</source>
        <translation>捐贈</translation>
    </message>
    <message>
        <source>Somebody unwell</source>
        <translation>身體不適</translation>
    </message>
    <message>
        <source>Fall, injury</source>
        <translation>摔倒受傷</translation>
    </message>
    <message>
        <source>Dispute</source>
        <translation>糾紛</translation>
    </message>
    <message>
        <source>Fire, smoke</source>
        <translation>火情</translation>
    </message>
    <message>
        <source>Somebody lost</source>
        <translation>走失</translation>
    </message>
    <message>
        <source>Equipment failed</source>
        <translation>設備故障</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>入庫</translation>
    </message>
    <message>
        <source>Handed out</source>
        <translation>領用</translation>
    </message>
    <message>
        <source>Given back</source>
        <translation>退回</translation>
    </message>
    <message>
        <source>Written off</source>
        <translation>報損</translation>
    </message>
    <message>
        <source>Sent on</source>
        <translation>調出</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>盤點</translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>撤銷</translation>
    </message>
    <message>
        <source>▼ low</source>
        <translation>▼ 偏低</translation>
    </message>
    <message>
        <source>× expired</source>
        <translation>× 過期</translation>
    </message>
    <message>
        <source>≠ {count} short: count</source>
        <translation>≠ 差額 {count}，待盤點</translation>
    </message>
    <message>
        <source>○ none</source>
        <translation>○ 無</translation>
    </message>
    <message>
        <source>▼ {count} low</source>
        <translation>▼ 偏低 {count}</translation>
    </message>
    <message>
        <source>× {count} expired</source>
        <translation>× 過期 {count}</translation>
    </message>
    <message>
        <source>≠ {count} to be counted</source>
        <translation>≠ 待盤點 {count}</translation>
    </message>
    <message>
        <source>Choose what it is.</source>
        <translation>請選擇物資。</translation>
    </message>
    <message>
        <source>How many must be a whole number.</source>
        <translation>數量須為整數。</translation>
    </message>
    <message>
        <source>The day must be like 2022-12-31.</source>
        <translation>日期格式如 2022-12-31。</translation>
    </message>
    <message>
        <source>There are not so many here. If there are, count them first.</source>
        <translation>庫存不足。若實物足夠，請先盤點。</translation>
    </message>
    <message>
        <source>What is left has expired and is not handed out.</source>
        <translation>剩餘的已過期，不予發放。</translation>
    </message>
    <message>
        <source>That is more than one person may have in a shift. A lead may say why, and sign by badge or PIN.</source>
        <translation>超出每人每班限額。負責人可填寫原因，並用工作證或PIN簽字。</translation>
    </message>
    <message>
        <source>Only a lead can let this pass.</source>
        <translation>須由負責人批准。</translation>
    </message>
    <message>
        <source>The reason is needed.</source>
        <translation>須填寫原因。</translation>
    </message>
    <message>
        <source>Sign in first (F10): a receipt has two names.</source>
        <translation>請先按 F10 簽到：入庫須有兩人姓名。</translation>
    </message>
    <message>
        <source>A second person&apos;s name is needed, not your own.</source>
        <translation>須有第二人姓名，不能是本人。</translation>
    </message>
    <message>
        <source>Who gave it?</source>
        <translation>請填寫捐贈方。</translation>
    </message>
    <message>
        <source>Where does it come from?</source>
        <translation>請選擇來源。</translation>
    </message>
    <message>
        <source>Hold the badge up first.</source>
        <translation>請先出示工作證。</translation>
    </message>
    <message>
        <source>They have not got so many.</source>
        <translation>此人沒有領用這麼多。</translation>
    </message>
    <message>
        <source>There is nothing to take back.</source>
        <translation>沒有可撤銷的記錄。</translation>
    </message>
    <message>
        <source>It is too late to take that back. Count instead.</source>
        <translation>已過撤銷時限，請盤點更正。</translation>
    </message>
    <message>
        <source>They have everything of their kit.</source>
        <translation>崗位套裝已領齊。</translation>
    </message>
    <message>
        <source>It is not as it was written: the disk may be failing.</source>
        <translation>內容與寫入時不符：磁碟可能要壞了。</translation>
    </message>
    <message>
        <source>Central has another entry in its place.</source>
        <translation>中心在這個位置已有另一筆記錄。</translation>
    </message>
    <message>
        <source>It does not follow what central has before it.</source>
        <translation>它與中心已有的前一筆接不上。</translation>
    </message>
    <message>
        <source>Central has this entry at another place already.</source>
        <translation>中心在別的位置已有這筆記錄。</translation>
    </message>
    <message>
        <source>Another station wrote it.</source>
        <translation>這是另一個站寫的。</translation>
    </message>
    <message>
        <source>Central cannot take it as it is.</source>
        <translation>中心無法按原樣收下。</translation>
    </message>
    <message>
        <source>Passage</source>
        <translation>出入</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>處置</translation>
    </message>
    <message>
        <source>Volunteers&apos; duty</source>
        <translation>志願者值守</translation>
    </message>
    <message>
        <source>Supplies</source>
        <translation>物資</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>交接班</translation>
    </message>
    <message>
        <source>Duty log</source>
        <translation>值守日誌</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>匯出</translation>
    </message>
    <message>
        <source>Entry</source>
        <translation>記錄</translation>
    </message>
</context>
</TS>
