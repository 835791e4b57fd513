<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>ActForm</name>
    <message>
        <source>Volunteer number</source>
        <translation>志愿者编号</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN 码</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>From, like 08:00</source>
        <translation>从，如 08:00</translation>
    </message>
    <message>
        <source>Until, like 11:00</source>
        <translation>到，如 11:00</translation>
    </message>
    <message>
        <source>Number of a second volunteer who saw it</source>
        <translation>证明人编号(另一位志愿者)</translation>
    </message>
    <message>
        <source>Enter it</source>
        <translation>写入</translation>
    </message>
    <message>
        <source>Never mind</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Lead: hold your badge up, or type number and PIN.</source>
        <translation>请负责人出示志愿者证，或输入编号和 PIN 码。</translation>
    </message>
    <message>
        <source>For somebody whose badge is not at hand. It counts as the lead&apos;s word.</source>
        <translation>用于未带证的志愿者，按负责人确认记录。</translation>
    </message>
    <message>
        <source>Stand-in: hold your badge up. The lead may also type the number.</source>
        <translation>请替岗者出示志愿者证，负责人也可输入编号。</translation>
    </message>
    <message>
        <source>Walk-in: hold your badge up. The lead may also type the number.</source>
        <translation>请临时上岗者出示志愿者证，负责人也可输入编号。</translation>
    </message>
    <message>
        <source>When did they really leave?</source>
        <translation>实际几点离岗？</translation>
    </message>
    <message>
        <source>Until when does the time after the shift count?</source>
        <translation>班次后的时间计入到几点？</translation>
    </message>
    <message>
        <source>When did they work? Two names answer for it.</source>
        <translation>实际几点到几点在岗？需两人证明。</translation>
    </message>
    <message>
        <source>The newest entry about them at this shift is taken back.</source>
        <translation>撤销此人本班次最近一条记录。</translation>
    </message>
</context>
<context>
    <name>Bar</name>
    <message>
        <source>Demo: made-up people</source>
        <translation>演示：虚构人员</translation>
    </message>
    <message>
        <source>Queue peak</source>
        <translation>快速模式</translation>
    </message>
    <message>
        <source>{gate} · lane {lane}</source>
        <translation>{gate} · {lane} 号通道</translation>
    </message>
    <message>
        <source>Guide {name}</source>
        <translation>值守员 {name}</translation>
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
        <translation>与中心计数不一致</translation>
    </message>
    <message>
        <source>another computer uses this name</source>
        <translation>另一台电脑在用此站名</translation>
    </message>
    <message>
        <source>restored or copied</source>
        <translation>磁盘被还原或复制过</translation>
    </message>
    <message>
        <source>{count} kept aside</source>
        <translation>搁置 {count}</translation>
    </message>
    <message>
        <source>this computer&apos;s disk is full</source>
        <translation>磁盘已满</translation>
    </message>
    <message>
        <source>check this computer&apos;s clock</source>
        <translation>请核对电脑时间</translation>
    </message>
    <message>
        <source>clock {minutes} min off</source>
        <translation>时钟偏差 {minutes} 分</translation>
    </message>
    <message>
        <source>clock {hours} h off</source>
        <translation>时钟偏差 {hours} 小时</translation>
    </message>
    <message>
        <source>clock {days} days off</source>
        <translation>时钟偏差 {days} 天</translation>
    </message>
    <message>
        <source>Central&apos;s certificate is not good at this time. Is this computer&apos;s clock right? If it is, call the office.</source>
        <translation>中心的证书此刻无效。请检查这台电脑的时间是否正确；若正确，请联系中心。</translation>
    </message>
    <message>
        <source>Nobody vouches for the server at central&apos;s address. Call the office.</source>
        <translation>无法确认中心地址的服务器是否可信。请联系中心。</translation>
    </message>
    <message>
        <source>The server has another key than central had. Call the office.</source>
        <translation>服务器的密钥与中心原来的不符。请联系中心。</translation>
    </message>
    <message>
        <source>Does this network have a page to sign in to? If not, call the office.</source>
        <translation>这个网络是否要先登录？若不是，请联系中心。</translation>
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
        <translation>队伍</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>In</source>
        <translation>签到</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>签退</translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation>分钟</translation>
    </message>
    <message>
        <source>Refused, and on no shift</source>
        <translation>拒绝上岗(不在任何班次)</translation>
    </message>
    <message>
        <source>{time}  {post}  ·  {here} of {planned} here</source>
        <translation>{time}  {post}  ·  应到 {planned}，实到 {here}</translation>
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
        <translation>正在准备演示用的虚构社区，约十秒…</translation>
    </message>
    <message>
        <source>Waiting for the camera…</source>
        <translation>正在等待摄像头…</translation>
    </message>
</context>
<context>
    <name>CardPanel</name>
    <message>
        <source>2 digits</source>
        <translation>两位数字</translation>
    </message>
    <message>
        <source>Team leader: your badge</source>
        <translation>请队长出示志愿者证</translation>
    </message>
    <message>
        <source>Show your badge</source>
        <translation>请出示志愿者证</translation>
    </message>
    <message>
        <source>In when you come, out when your shift is over.</source>
        <translation>到岗签到，班次结束后签退。</translation>
    </message>
    <message>
        <source>Check in</source>
        <translation>签到</translation>
    </message>
    <message>
        <source>Check out</source>
        <translation>签退</translation>
    </message>
</context>
<context>
    <name>Carry</name>
    <message>
        <source>There is not enough room on the stick. Nothing was copied. Take another one.</source>
        <translation>U盘空间不足，没有复制任何内容。请换一个U盘。</translation>
    </message>
    <message>
        <source>The stick is not there. Was it pulled out? Nothing was lost; try again.</source>
        <translation>找不到U盘。是否已拔出？没有丢失任何内容，请重试。</translation>
    </message>
    <message>
        <source>The stick cannot be written to. Take another one.</source>
        <translation>U盘无法写入，请换一个。</translation>
    </message>
    <message>
        <source>The stick reports an error. Take another one.</source>
        <translation>U盘报告错误，请换一个。</translation>
    </message>
    <message>
        <source>This station must be connected to central once before it can use a stick.</source>
        <translation>本站须先与中心联网一次，才能使用U盘。</translation>
    </message>
    <message>
        <source>This station&apos;s own file could not be used. Nothing was lost; try again.</source>
        <translation>本站的数据文件暂时无法使用。没有丢失任何内容，请重试。</translation>
    </message>
    <message>
        <source>There is no answer for this station on the stick. Has it been to central?</source>
        <translation>U盘上没有给本站的答复文件。它送到过中心吗？</translation>
    </message>
    <message>
        <source>Central has all entries of this station. Carry the stick {name} there only to fetch what is new.</source>
        <translation>中心已有本站的全部记录。只有要取回更新时才需把U盘 {name} 送去。</translation>
    </message>
    <message>
        <source>The file on the stick is not whole. Copy it again at central.</source>
        <translation>U盘上的文件不完整，请到中心重新复制。</translation>
    </message>
    <message>
        <source>The file on the stick was changed on its way. Nothing of it was taken.</source>
        <translation>U盘上的文件在途中被改动，没有采用其中任何内容。</translation>
    </message>
    <message>
        <source>A newer program made the file on the stick. Nothing of it was taken.</source>
        <translation>U盘上的文件由更新版本的程序生成，没有采用其中任何内容。</translation>
    </message>
    <message>
        <source>The file on the stick cannot be read. Nothing of it was taken.</source>
        <translation>U盘上的文件无法读取，没有采用其中任何内容。</translation>
    </message>
    <message>
        <source>Everything on the stick was known here already.</source>
        <translation>U盘上的内容本站均已有。</translation>
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
            <numerusform>已签退 {time}，计入 %n 分钟 ({hours} 小时)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n entries copied to the stick {name}. Carry it to central.</source>
        <translation>
            <numerusform>已将 %n 条记录复制到U盘 {name}。请把它送到中心。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Central has %n more entries of this station, and sent {news}.</source>
        <translation>
            <numerusform>中心又收到本站 %n 条记录，并带回 {news}。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pieces of news</source>
        <translation>
            <numerusform>%n 条更新</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DayPage</name>
    <message>
        <source>passages-{day}</source>
        <translation>出入台账-{day}</translation>
    </message>
    <message>
        <source>Export the day&apos;s log</source>
        <translation>导出当日台账</translation>
    </message>
    <message>
        <source>Back to the gate</source>
        <translation>返回卡口</translation>
    </message>
    <message>
        <source>Day log</source>
        <translation>当日台账</translation>
    </message>
    <message>
        <source>Export CSV</source>
        <translation>导出 CSV</translation>
    </message>
    <message>
        <source>Export Excel</source>
        <translation>导出 Excel</translation>
    </message>
    <message>
        <source>Written: {path}</source>
        <translation>已写入：{path}</translation>
    </message>
    <message>
        <source>Not written: {reason}</source>
        <translation>未能写入：{reason}</translation>
    </message>
    <message>
        <source>A lead or a supervisor signs for an export: hold the badge up, or type number and PIN.</source>
        <translation>导出须由负责人或督导签字：请出示志愿者证，或输入编号和 PIN 码。</translation>
    </message>
    <message>
        <source>The newest {shown} of {total}; the export has them all.</source>
        <translation>显示最近 {shown} 条，共 {total} 条；导出包含全部。</translation>
    </message>
</context>
<context>
    <name>Duty</name>
    <message>
        <source>Checked in</source>
        <translation>已签到</translation>
    </message>
    <message>
        <source>Checked out</source>
        <translation>已签退</translation>
    </message>
    <message>
        <source>A question</source>
        <translation>请回答</translation>
    </message>
    <message>
        <source>Not on duty</source>
        <translation>不能上岗</translation>
    </message>
    <message>
        <source>Not a volunteer of this roster</source>
        <translation>名册中没有这位志愿者</translation>
    </message>
    <message>
        <source>This is no volunteer&apos;s badge</source>
        <translation>这不是志愿者证</translation>
    </message>
    <message>
        <source>The badge is not valid today</source>
        <translation>志愿者证今天无效</translation>
    </message>
    <message>
        <source>The badge was reported lost</source>
        <translation>志愿者证已挂失</translation>
    </message>
    <message>
        <source>The badge is suspended</source>
        <translation>志愿者证已停用</translation>
    </message>
    <message>
        <source>The badge may be borrowed</source>
        <translation>志愿者证疑似借用</translation>
    </message>
    <message>
        <source>The phone number ends otherwise</source>
        <translation>手机尾号不符</translation>
    </message>
    <message>
        <source>No shift runs here now</source>
        <translation>本站点当前没有班次</translation>
    </message>
    <message>
        <source>On no shift that runs now</source>
        <translation>不在当前班次名单上</translation>
    </message>
    <message>
        <source>Too early</source>
        <translation>未到签到时间</translation>
    </message>
    <message>
        <source>The shift is over</source>
        <translation>班次已结束</translation>
    </message>
    <message>
        <source>Already on duty</source>
        <translation>已在岗</translation>
    </message>
    <message>
        <source>Has not checked in</source>
        <translation>没有签到记录</translation>
    </message>
    <message>
        <source>No general training</source>
        <translation>没有通用培训记录</translation>
    </message>
    <message>
        <source>General training not passed</source>
        <translation>通用培训不合格</translation>
    </message>
    <message>
        <source>General training has expired</source>
        <translation>通用培训已过期</translation>
    </message>
    <message>
        <source>No training for this post</source>
        <translation>没有本岗位培训记录</translation>
    </message>
    <message>
        <source>Training for this post not passed</source>
        <translation>岗位培训不合格</translation>
    </message>
    <message>
        <source>Training for this post has expired</source>
        <translation>岗位培训已过期</translation>
    </message>
    <message>
        <source>The qualification for this post is missing</source>
        <translation>缺少本岗位所需资质</translation>
    </message>
    <message>
        <source>Under 18: not at this post</source>
        <translation>未满18周岁，不可在此岗位</translation>
    </message>
    <message>
        <source>The guardian&apos;s consent is missing</source>
        <translation>缺少监护人同意书</translation>
    </message>
    <message>
        <source>Does not feel well</source>
        <translation>身体不适</translation>
    </message>
    <message>
        <source>All places of the shift are taken</source>
        <translation>本班次名额已满</translation>
    </message>
    <message>
        <source>Late</source>
        <translation>迟到</translation>
    </message>
    <message>
        <source>No insurance on record</source>
        <translation>没有保险记录</translation>
    </message>
    <message>
        <source>Insurance has expired</source>
        <translation>保险已过期</translation>
    </message>
    <message>
        <source>A long day: more hours than is healthy</source>
        <translation>今日服务时间过长，请安排休息</translation>
    </message>
    <message>
        <source>Short rest since the last duty</source>
        <translation>距上次下岗休息不足</translation>
    </message>
    <message>
        <source>At two sites at once</source>
        <translation>同时在两个站点</translation>
    </message>
    <message>
        <source>On two shifts at once</source>
        <translation>同时在两个班次</translation>
    </message>
    <message>
        <source>Badge shown at two gates</source>
        <translation>志愿者证在两处出示</translation>
    </message>
    <message>
        <source>Checked out without checking in</source>
        <translation>有签退无签到</translation>
    </message>
    <message>
        <source>Checked out after the shift was closed</source>
        <translation>班次关闭后才签退</translation>
    </message>
    <message>
        <source>More than is credited in a day</source>
        <translation>超过每日计入上限</translation>
    </message>
    <message>
        <source>Training first: to the lead, please.</source>
        <translation>先培训，后上岗。请到负责人处。</translation>
    </message>
    <message>
        <source>Compare person and name. Stay polite, call the lead.</source>
        <translation>核对本人与姓名。保持礼貌，请负责人来。</translation>
    </message>
    <message>
        <source>Ask the lead. A newer roster may be on its way.</source>
        <translation>请问负责人，新名册可能正在下发。</translation>
    </message>
    <message>
        <source>Ask for the badge. Residents go to the gate (F1).</source>
        <translation>请出示志愿者证。居民请走卡口 (F1)。</translation>
    </message>
    <message>
        <source>Ask the lead for a new badge.</source>
        <translation>请负责人换发新证。</translation>
    </message>
    <message>
        <source>Look on the board when their shift is.</source>
        <translation>在考勤表上查看其班次时间。</translation>
    </message>
    <message>
        <source>A lead may take them on for now.</source>
        <translation>负责人可安排临时上岗。</translation>
    </message>
    <message>
        <source>Thank them; ask them to come back in time.</source>
        <translation>感谢，请到时间再来签到。</translation>
    </message>
    <message>
        <source>A lead says when they really left.</source>
        <translation>由负责人确认实际离岗时间。</translation>
    </message>
    <message>
        <source>Do they leave now? Then check them out.</source>
        <translation>现在要离岗吗？是则签退。</translation>
    </message>
    <message>
        <source>Noted. A lead enters when they came.</source>
        <translation>已记下。由负责人补录到岗时间。</translation>
    </message>
    <message>
        <source>Ask the lead for another post.</source>
        <translation>请负责人安排其他岗位。</translation>
    </message>
    <message>
        <source>The guardian signs first. Call the lead.</source>
        <translation>须先由监护人签字。请负责人来。</translation>
    </message>
    <message>
        <source>Thank them and let them rest. Tell the lead.</source>
        <translation>感谢，请先回去休息。告知负责人。</translation>
    </message>
    <message>
        <source>Ask the lead where hands are missing.</source>
        <translation>请问负责人哪里缺人。</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>待到岗</translation>
    </message>
    <message>
        <source>On duty</source>
        <translation>在岗</translation>
    </message>
    <message>
        <source>Not checked out</source>
        <translation>未签退</translation>
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
        <translation>请假</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>拒绝上岗</translation>
    </message>
    <message>
        <source>late on business</source>
        <translation>迟到(因公)</translation>
    </message>
    <message>
        <source>early on business</source>
        <translation>早退(因公)</translation>
    </message>
    <message>
        <source>walk-in</source>
        <translation>临时</translation>
    </message>
    <message>
        <source>overtime</source>
        <translation>加班</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>已关闭</translation>
    </message>
    <message>
        <source>with the team</source>
        <translation>随队</translation>
    </message>
    <message>
        <source>Planned</source>
        <translation>应到</translation>
    </message>
    <message>
        <source>Present</source>
        <translation>实到</translation>
    </message>
    <message>
        <source>Filled</source>
        <translation>到岗率</translation>
    </message>
    <message>
        <source>Left early</source>
        <translation>早退</translation>
    </message>
    <message>
        <source>Stand-ins</source>
        <translation>替岗</translation>
    </message>
    <message>
        <source>No check-out</source>
        <translation>未签退</translation>
    </message>
    <message>
        <source>Stand-in</source>
        <translation>替岗</translation>
    </message>
    <message>
        <source>Confirm out</source>
        <translation>确认签退</translation>
    </message>
    <message>
        <source>Back-entry</source>
        <translation>补录</translation>
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
        <translation>恢复证件</translation>
    </message>
    <message>
        <source>Walk-in</source>
        <translation>临时上岗</translation>
    </message>
    <message>
        <source>Let on duty all the same</source>
        <translation>负责人同意上岗</translation>
    </message>
    <message>
        <source>Lead signs</source>
        <translation>负责人签名</translation>
    </message>
    <message>
        <source>Lead leaves</source>
        <translation>负责人退出</translation>
    </message>
    <message>
        <source>No badge</source>
        <translation>未带证</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Check out now</source>
        <translation>现在签退</translation>
    </message>
    <message>
        <source>Only a lead who has signed may do this. Press 9 and hold up the badge.</source>
        <translation>只有已签名的负责人可以操作。请按 9 并出示志愿者证。</translation>
    </message>
    <message>
        <source>This badge is no lead&apos;s. A lead signs with their own.</source>
        <translation>这不是负责人的证件。请负责人用本人证件签名。</translation>
    </message>
    <message>
        <source>A reason is needed.</source>
        <translation>请填写原因。</translation>
    </message>
    <message>
        <source>Nobody of that number is on the roster here.</source>
        <translation>本站名册中没有这个编号。</translation>
    </message>
    <message>
        <source>Too late for a lead: a supervisor may still do this.</source>
        <translation>已超过负责人可操作的时限，请督导处理。</translation>
    </message>
    <message>
        <source>That time cannot be: it lies in the future, or outside the shift.</source>
        <translation>时间不对:晚于现在，或不在班次之内。</translation>
    </message>
    <message>
        <source>A second name is needed: another volunteer who saw it.</source>
        <translation>需要第二个人证明:另一位知情的志愿者编号。</translation>
    </message>
    <message>
        <source>They have come, so they are neither absent nor replaced.</source>
        <translation>本人已到岗，不能记缺勤、请假或替岗。</translation>
    </message>
    <message>
        <source>There is nothing of the kind to do here now.</source>
        <translation>此处现在无需这样处理。</translation>
    </message>
    <message>
        <source>They may not stand there: {why}.</source>
        <translation>不能安排在此岗位：{why}。</translation>
    </message>
    <message>
        <source>It was NOT recorded. Try again.</source>
        <translation>没有记录成功，请重试。</translation>
    </message>
    <message>
        <source>They were checked in at a shift of their own; nobody was replaced.</source>
        <translation>其本人另有班次，已按本人班次处理，未作替岗。</translation>
    </message>
    <message>
        <source>Last 2 digits of your phone?</source>
        <translation>请输入手机号后两位</translation>
    </message>
    <message>
        <source>Do you feel well today: no fever, no cough?</source>
        <translation>今天身体好吗？没有发热、咳嗽？</translation>
    </message>
    <message>
        <source>I keep to myself whatever I learn here about people.</source>
        <translation>我承诺对值守中知悉的个人信息保密。</translation>
    </message>
    <message>
        <source>Please read the guide of your post.</source>
        <translation>请阅读岗位指南</translation>
    </message>
    <message>
        <source>Yes, I feel well</source>
        <translation>是，身体良好</translation>
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
        <translation>已阅读</translation>
    </message>
    <message>
        <source>In / out</source>
        <translation>签到/签退</translation>
    </message>
    <message>
        <source>Check in</source>
        <translation>签到</translation>
    </message>
    <message>
        <source>Check out</source>
        <translation>签退</translation>
    </message>
    <message>
        <source>told beforehand</source>
        <translation>已提前告知</translation>
    </message>
    <message>
        <source>forgot to check out</source>
        <translation>忘记签退</translation>
    </message>
    <message>
        <source>forgot to check in</source>
        <translation>忘记签到</translation>
    </message>
    <message>
        <source>work was not done yet</source>
        <translation>工作未完成</translation>
    </message>
    <message>
        <source>sent on an errand</source>
        <translation>外出办事</translation>
    </message>
    <message>
        <source>more hands are needed</source>
        <translation>现场缺人</translation>
    </message>
    <message>
        <source>agreed by the lead</source>
        <translation>负责人同意</translation>
    </message>
    <message>
        <source>identity was checked</source>
        <translation>已核实本人</translation>
    </message>
    <message>
        <source>entered by mistake</source>
        <translation>误操作</translation>
    </message>
    <message>
        <source>{count} min late</source>
        <translation>迟到 {count} 分</translation>
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
        <translation>由 {name} 替岗</translation>
    </message>
    <message>
        <source>{time} h to confirm</source>
        <translation>{time} 内确认</translation>
    </message>
    <message>
        <source>supervisor</source>
        <translation>须督导处理</translation>
    </message>
    <message>
        <source>Came {time}</source>
        <translation>已签到 {time}</translation>
    </message>
    <message>
        <source>Not in stock: {things}</source>
        <translation>库存不足：{things}</translation>
    </message>
    <message>
        <source>Hand out: {things}</source>
        <translation>请发放：{things}</translation>
    </message>
    <message>
        <source>Thank you for coming. To the post, please.</source>
        <translation>感谢，请到岗。</translation>
    </message>
    <message>
        <source>Thank you. Badge and vest, please.</source>
        <translation>辛苦了，请交还证件和马甲。</translation>
    </message>
</context>
<context>
    <name>DutyPage</name>
    <message>
        <source>Written down.</source>
        <translation>已记录。</translation>
    </message>
    <message>
        <source>Taken back.</source>
        <translation>已撤销。</translation>
    </message>
    <message>
        <source>First hold the badge up, then press 7.</source>
        <translation>请先出示志愿者证，再按 7。</translation>
    </message>
    <message>
        <source>First choose somebody on the list, with the arrow keys.</source>
        <translation>请先用方向键在列表中选择一人。</translation>
    </message>
    <message>
        <source>Team {time}</source>
        <translation>小组 {time}</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>小组签到</translation>
    </message>
    <message>
        <source>Nobody of that kind. Esc shows all again.</source>
        <translation>没有符合条件的人。按 Esc 显示全部。</translation>
    </message>
    <message>
        <source>No shifts on this day. Central plans them: import shifts and assignments there, then sync.</source>
        <translation>这一天没有班次。请在中心端导入班次和排班，再同步。</translation>
    </message>
</context>
<context>
    <name>EnrolWindow</name>
    <message>
        <source>One moment: this computer introduces itself to central…</source>
        <translation>请稍候：本机正在接入中心……</translation>
    </message>
    <message>
        <source>This computer was a station. It was taken out of service, and its data was erased. With a new code from central it becomes one again.</source>
        <translation>本机曾是站点，已停用并清除数据。有了中心给的新接入码可以重新接入。</translation>
    </message>
    <message>
        <source>Central does not take this code: it was used, has expired or was mistyped.</source>
        <translation>中心不接受这个接入码：已被使用、已过期或输入有误。</translation>
    </message>
    <message>
        <source>This is not a code that lets a computer in. Ask central for one.</source>
        <translation>这不是接入用的二维码。请向中心索取。</translation>
    </message>
    <message>
        <source>Somebody else answers in central&apos;s place. Is there a page to sign in to?</source>
        <translation>应答的不是中心。这个网络是否要先登录？</translation>
    </message>
    <message>
        <source>A newer central made this code. Update this program first.</source>
        <translation>这个接入码来自更新版的中心，请先更新本程序。</translation>
    </message>
    <message>
        <source>This code is damaged. Have central make another one.</source>
        <translation>这个接入码已损坏，请中心另做一个。</translation>
    </message>
    <message>
        <source>Nobody vouches for the server at this address. Use central&apos;s QR code, which says whom to trust.</source>
        <translation>无法确认这个地址的服务器是否可信。请用中心给出的二维码接入，其中写明了该信任谁。</translation>
    </message>
    <message>
        <source>Central&apos;s certificate is not good at this time. Is this computer&apos;s clock right? If it is, call the office.</source>
        <translation>中心的证书此刻无效。请检查这台电脑的时间是否正确；若正确，请联系中心。</translation>
    </message>
    <message>
        <source>The address must begin with https:// so that nobody on the way can listen.</source>
        <translation>地址须以 https:// 开头，以免途中被人偷听。</translation>
    </message>
    <message>
        <source>This is not an address. It looks like https://central.example.</source>
        <translation>这不是地址。地址形如 https://central.example。</translation>
    </message>
    <message>
        <source>The server has another key than the code says. Do not go on; call the office.</source>
        <translation>服务器的密钥与二维码中的不符。请停止操作并联系办公室。</translation>
    </message>
    <message>
        <source>Central cannot be reached. Check the network and the address.</source>
        <translation>无法连接中心。请检查网络和地址。</translation>
    </message>
    <message>
        <source>This is a station now, but the roster has not come in full. Try again.</source>
        <translation>本机已接入，但名册尚未收全。请再试一次。</translation>
    </message>
    <message>
        <source>It did not work. Try again, or call the office.</source>
        <translation>未能完成。请再试一次，或联系办公室。</translation>
    </message>
    <message>
        <source>Station</source>
        <translation>卡口站</translation>
    </message>
    <message>
        <source>Not a station yet</source>
        <translation>本机尚未接入</translation>
    </message>
    <message>
        <source>Hold the QR code from central before the camera.</source>
        <translation>请将中心给出的二维码对准镜头。</translation>
    </message>
    <message>
        <source>Or type central&apos;s address and the one-time code:</source>
        <translation>或输入中心的地址和一次性接入码：</translation>
    </message>
    <message>
        <source>Enrol</source>
        <translation>接入</translation>
    </message>
    <message>
        <source>No picture from the camera. Check its cable, or type below.</source>
        <translation>摄像头没有画面。请检查连线，或在下面输入。</translation>
    </message>
</context>
<context>
    <name>Figures</name>
    <message>
        <source>Inside now</source>
        <translation>当前在内</translation>
    </message>
    <message>
        <source>In today</source>
        <translation>今日进</translation>
    </message>
    <message>
        <source>Out today</source>
        <translation>今日出</translation>
    </message>
    <message>
        <source>Turned away</source>
        <translation>劝返</translation>
    </message>
</context>
<context>
    <name>FindPage</name>
    <message>
        <source>The same home as {name}</source>
        <translation>与 {name} 同住</translation>
    </message>
    <message>
        <source>Nobody on the roster fits.</source>
        <translation>名单中没有符合的人。</translation>
    </message>
    <message>
        <source>Without a phone</source>
        <translation>无码通道</translation>
    </message>
    <message>
        <source>Name, pinyin, building, identity number or code</source>
        <translation>姓名、拼音、楼栋、证件号或通行码</translation>
    </message>
    <message>
        <source>Ask for name and building. Example: zm 6 finds 赵敏, building 6. Arrow keys choose, Enter lets in.</source>
        <translation>请询问姓名和楼栋。例：zm 6 可找到 6 号楼的赵敏。方向键选择，回车登记。</translation>
    </message>
    <message>
        <source>Ask for name and building. Example: zm 6 finds 赵敏, building 6. Arrow keys choose, Enter registers.</source>
        <translation>问姓名和楼号。例：zm 6 可找到6号楼的赵敏。方向键选择，回车登记。</translation>
    </message>
    <message>
        <source>With a relative&apos;s pass: show it first, then press F2.</source>
        <translation>用亲属的通行证：先出示，再按 F2。</translation>
    </message>
</context>
<context>
    <name>FormPage</name>
    <message>
        <source>Register</source>
        <translation>登记</translation>
    </message>
    <message>
        <source>Save and let in</source>
        <translation>保存并放行</translation>
    </message>
    <message>
        <source>Turn away</source>
        <translation>劝返</translation>
    </message>
    <message>
        <source>Pass of {name}</source>
        <translation>{name} 的通行证</translation>
    </message>
</context>
<context>
    <name>GatePage</name>
    <message>
        <source>It could not be printed.</source>
        <translation>没有打印成功。</translation>
    </message>
    <message>
        <source>Printed: {where}</source>
        <translation>已打印：{where}</translation>
    </message>
</context>
<context>
    <name>GuidePage</name>
    <message>
        <source>Duty guide: {post}</source>
        <translation>岗位指南：{post}</translation>
    </message>
    <message>
        <source>Duty guide</source>
        <translation>岗位指南</translation>
    </message>
    <message>
        <source>No post here has a duty guide.</source>
        <translation>本站岗位暂无指南。</translation>
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
        <translation>岗位：{name}</translation>
    </message>
    <message>
        <source>Team: {name}</source>
        <translation>队伍：{name}</translation>
    </message>
    <message>
        <source>List</source>
        <translation>列表</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间轴</translation>
    </message>
    <message>
        <source>Lead {name} until {time}</source>
        <translation>负责人 {name} 至 {time}</translation>
    </message>
    <message>
        <source>No lead has signed</source>
        <translation>负责人未签名</translation>
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
        <translation>物资</translation>
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
        <translation>志愿者编号</translation>
    </message>
    <message>
        <source>PIN, then Enter</source>
        <translation>PIN 码，按回车</translation>
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
        <translation>这个卡口不再登记。请让大家走别的卡口，或先记在纸上，并告诉负责人。</translation>
    </message>
    <message>
        <source>Copy to a stick</source>
        <translation>复制到U盘</translation>
    </message>
    <message>
        <source>Take from a stick</source>
        <translation>从U盘读取</translation>
    </message>
    <message>
        <source>Close the program</source>
        <translation>关闭程序</translation>
    </message>
    <message>
        <source>Central has everything, but this computer&apos;s data could not be erased. Call the office.</source>
        <translation>中心已收齐全部记录，但这台电脑上的数据未能清除。请联系中心。</translation>
    </message>
    <message>
        <source>Central has everything that was written here, and all data on this computer was erased. With a new code from central it can become a station again.</source>
        <translation>中心已收齐本站的全部记录，这台电脑上的数据已清除。向中心要一个新的接入码，可以重新接入。</translation>
    </message>
    <message numerus="yes">
        <source>Central does not have %n entries of this station yet. Leave the computer on and connected: nothing is erased before central has them. Without a network, copy them to a stick for central.</source>
        <translation>
            <numerusform>本站还有 %n 条记录中心没有收到。请保持开机和联网：中心收齐之前不会清除任何数据。没有网络时，请复制到U盘送到中心。</numerusform>
        </translation>
    </message>
    <message>
        <source>Central has everything. The data on this computer is being erased…</source>
        <translation>中心已收齐全部记录，正在清除这台电脑上的数据……</translation>
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
        <translation>已记录。</translation>
    </message>
    <message>
        <source>Nothing has been written down today.</source>
        <translation>今天还没有记录。</translation>
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
        <translation>消杀</translation>
    </message>
    <message>
        <source>Duty log</source>
        <translation>值班记录</translation>
    </message>
    <message>
        <source>Incident</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Disinfection</source>
        <translation>消杀</translation>
    </message>
    <message>
        <source>Write down</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Take back the last</source>
        <translation>撤销上一笔</translation>
    </message>
</context>
<context>
    <name>MoveList</name>
    <message>
        <source>{what} (undone)</source>
        <translation>{what}（已撤销）</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>What</source>
        <translation>物资</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>人员</translation>
    </message>
</context>
<context>
    <name>Printing</name>
    <message>
        <source>Temporary pass</source>
        <translation>临时出入证</translation>
    </message>
    <message>
        <source>Please show it again when you leave.</source>
        <translation>离开时请再次出示。</translation>
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
        <translation>时间</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Tube</source>
        <translation>管码</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>采样台</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Persons</source>
        <translation>人数</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>开管</translation>
    </message>
</context>
<context>
    <name>RowModel</name>
    <message>
        <source>Time</source>
        <translation>时间</translation>
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
        <translation>楼栋</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Gate</source>
        <translation>卡口</translation>
    </message>
    <message>
        <source>Guide</source>
        <translation>值守员</translation>
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
        <translation>还没有人员通过。</translation>
    </message>
</context>
<context>
    <name>Sampling</name>
    <message>
        <source>In the tube</source>
        <translation>本管人数</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>开管</translation>
    </message>
    <message>
        <source>Sealed</source>
        <translation>已封管</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>已送检</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>已接收</translation>
    </message>
    <message>
        <source>Void</source>
        <translation>作废</translation>
    </message>
    <message>
        <source>Sample again</source>
        <translation>待补采</translation>
    </message>
    <message>
        <source>Flagged</source>
        <translation>封后补录</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>管码冲突</translation>
    </message>
    <message>
        <source>○ open</source>
        <translation>○ 已开管</translation>
    </message>
    <message>
        <source>● sealed</source>
        <translation>● 已封管</translation>
    </message>
    <message>
        <source>→ sent</source>
        <translation>→ 已送检</translation>
    </message>
    <message>
        <source>✓ received</source>
        <translation>✓ 已接收</translation>
    </message>
    <message>
        <source>× void</source>
        <translation>× 作废</translation>
    </message>
    <message>
        <source>≠ code used twice</source>
        <translation>≠ 管码重复</translation>
    </message>
    <message>
        <source>! added after the seal</source>
        <translation>! 封后补录</translation>
    </message>
    <message>
        <source>not full</source>
        <translation>未满</translation>
    </message>
    <message>
        <source>Registered</source>
        <translation>已登记</translation>
    </message>
    <message>
        <source>Box opened</source>
        <translation>已开箱</translation>
    </message>
    <message>
        <source>Tube opened</source>
        <translation>已开管</translation>
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
        <translation>已换人</translation>
    </message>
    <message>
        <source>Moved</source>
        <translation>已移管</translation>
    </message>
    <message>
        <source>Resolved</source>
        <translation>已处理</translation>
    </message>
    <message>
        <source>Added later</source>
        <translation>已补录</translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>已撤销</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>已签字</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>送检</translation>
    </message>
    <message>
        <source>Receive</source>
        <translation>接收</translation>
    </message>
    <message>
        <source>Resolve</source>
        <translation>处理冲突</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Persons a tube</source>
        <translation>混采人数</translation>
    </message>
    <message>
        <source>No phone</source>
        <translation>无码</translation>
    </message>
    <message>
        <source>Tubes in the program: {count}. Count again, or say why.</source>
        <translation>系统有 {count} 管。请重新清点，或写明原因。</translation>
    </message>
    <message>
        <source>Type a code</source>
        <translation>输入编码</translation>
    </message>
    <message>
        <source>Seal with {count}</source>
        <translation>按 {count} 人封管</translation>
    </message>
    <message>
        <source>The laboratory asks for it</source>
        <translation>实验室要求复采</translation>
    </message>
    <message>
        <source>The first sample is no good</source>
        <translation>首次样本无效</translation>
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
        <translation>改用单采管</translation>
    </message>
    <message>
        <source>Broken</source>
        <translation>破损</translation>
    </message>
    <message>
        <source>Leaked</source>
        <translation>渗漏</translation>
    </message>
    <message>
        <source>Unreadable</source>
        <translation>标签无法识别</translation>
    </message>
    <message>
        <source>Wrong tube</source>
        <translation>扫错管</translation>
    </message>
    <message>
        <source>Persons</source>
        <translation>今日采样</translation>
    </message>
    <message>
        <source>No phone no.</source>
        <translation>缺电话</translation>
    </message>
    <message>
        <source>Seal</source>
        <translation>封管</translation>
    </message>
    <message>
        <source>No swab</source>
        <translation>未采</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>换人</translation>
    </message>
    <message>
        <source>Close box</source>
        <translation>封箱</translation>
    </message>
    <message>
        <source>Add to it</source>
        <translation>补录</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>输入编码</translation>
    </message>
    <message>
        <source>Pool again</source>
        <translation>回混采</translation>
    </message>
    <message>
        <source>The marked one</source>
        <translation>选中的保留管码</translation>
    </message>
    <message>
        <source>Both are void</source>
        <translation>全部作废</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Do not sample</source>
        <translation>不采样</translation>
    </message>
    <message>
        <source>not swabbed</source>
        <translation>未采样</translation>
    </message>
    <message>
        <source>another tube keeps the code</source>
        <translation>管码归另一管</translation>
    </message>
    <message>
        <source>Tubes in the box, counted by hand</source>
        <translation>箱内实有管数（人工清点）</translation>
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
        <translation>转运箱温度，℃</translation>
    </message>
    <message>
        <source>Lead&apos;s number</source>
        <translation>负责人编号</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN 码</translation>
    </message>
    <message>
        <source>Code of the box, tube or pass</source>
        <translation>箱码、管码或通行码</translation>
    </message>
    <message>
        <source>Which box or tube</source>
        <translation>哪一箱或哪一管</translation>
    </message>
    <message>
        <source>This is no label of this site.</source>
        <translation>不是本点的标签。</translation>
    </message>
    <message>
        <source>This label was used before. Take another tube or box.</source>
        <translation>此标签已用过，请换一个。</translation>
    </message>
    <message>
        <source>This box is for tubes of another size.</source>
        <translation>本箱不收这种规格的管。</translation>
    </message>
    <message>
        <source>A box is open here already. Close it first (6).</source>
        <translation>本台已有未封的箱，请先封箱(6)。</translation>
    </message>
    <message>
        <source>No box is open yet. Show the box&apos;s label first.</source>
        <translation>尚未开箱，请先扫箱码。</translation>
    </message>
    <message>
        <source>The box is full. Close it (6) and open the next one.</source>
        <translation>本箱已满，请封箱(6)后开新箱。</translation>
    </message>
    <message>
        <source>A tube is open. Seal it first (1).</source>
        <translation>还有未封的管，请先封管(1)。</translation>
    </message>
    <message>
        <source>No tube is open. Show a tube&apos;s label first.</source>
        <translation>尚未开管，请先扫管码。</translation>
    </message>
    <message>
        <source>This tube is sealed already.</source>
        <translation>此管已封。</translation>
    </message>
    <message>
        <source>Only sealed tubes can be sent.</source>
        <translation>只有已封的管可以送检。</translation>
    </message>
    <message>
        <source>Only tubes that were sent can be received.</source>
        <translation>只有已送检的管可以接收。</translation>
    </message>
    <message>
        <source>Only the table that opened it can do that.</source>
        <translation>只有开管的采样台可以办理。</translation>
    </message>
    <message>
        <source>The tube is full. Seal it, then open the next one.</source>
        <translation>本管已满，请封管后开新管。</translation>
    </message>
    <message>
        <source>Nobody is in this tube.</source>
        <translation>管内无人。</translation>
    </message>
    <message>
        <source>The tube has {count} of {pool}. Seal it with {count}?</source>
        <translation>当前管 {count}/{pool} 未满，确认按 {count} 人封管？</translation>
    </message>
    <message>
        <source>Is in this tube already.</source>
        <translation>已在本管中。</translation>
    </message>
    <message>
        <source>Sampled today already: {time}, tube {code}</source>
        <translation>今日已采：{time}，管 {code}</translation>
    </message>
    <message>
        <source>Fever or a yellow code: sampled alone, in a single tube.</source>
        <translation>发热或黄码，请单采。</translation>
    </message>
    <message>
        <source>This is nobody&apos;s pass.</source>
        <translation>不是通行码。</translation>
    </message>
    <message>
        <source>Is not in this tube any more.</source>
        <translation>已不在本管中。</translation>
    </message>
    <message>
        <source>How many must be a whole number.</source>
        <translation>数量必须是整数。</translation>
    </message>
    <message>
        <source>The reason is needed.</source>
        <translation>请填写原因。</translation>
    </message>
    <message>
        <source>This is for a lead. Lead: hold your badge up, or type number and PIN.</source>
        <translation>须由负责人办理：请出示工作证，或输入编号和 PIN 码。</translation>
    </message>
    <message>
        <source>Sign in first (F10): a hand-over has two names.</source>
        <translation>请先按 F10 签到：交接须有双方姓名。</translation>
    </message>
    <message>
        <source>The name of whoever takes them is needed.</source>
        <translation>请填写接收人姓名。</translation>
    </message>
    <message>
        <source>The temperature must be like 4.0.</source>
        <translation>温度请写成 4.0 这样。</translation>
    </message>
    <message>
        <source>The code is on two tubes. A lead must say which one keeps it (9).</source>
        <translation>同一管码有两支管，须由负责人处理(9)。</translation>
    </message>
    <message>
        <source>No other tube has this code.</source>
        <translation>没有别的管用此码。</translation>
    </message>
    <message>
        <source>There is nothing to hand over.</source>
        <translation>没有可交接的管。</translation>
    </message>
    <message>
        <source>Nothing was recorded. Show it again.</source>
        <translation>未登记，请重新出示。</translation>
    </message>
    <message>
        <source>Show the right pass: it takes the place of {name}.</source>
        <translation>请出示本人的码，换下{name}。</translation>
    </message>
    <message>
        <source>Show the pass of whoever was swabbed and not registered.</source>
        <translation>请已采未登记的人出示码。</translation>
    </message>
    <message>
        <source>Show the label of the box</source>
        <translation>请扫箱码</translation>
    </message>
    <message>
        <source>Show the label of a new tube</source>
        <translation>请扫新管的管码</translation>
    </message>
    <message>
        <source>Show the label of a single tube</source>
        <translation>请扫单采管的管码</translation>
    </message>
    <message>
        <source>Next person: please show your code</source>
        <translation>请下一位出示码</translation>
    </message>
    <message>
        <source>Show the label of the right tube: the group goes into it</source>
        <translation>请扫正确的管，整组移入</translation>
    </message>
    <message>
        <source>Show the pass of the right person</source>
        <translation>请本人出示码</translation>
    </message>
    <message>
        <source>Show the pass of whoever was not registered</source>
        <translation>请漏登的人出示码</translation>
    </message>
    <message>
        <source>Why is it void?</source>
        <translation>为什么作废？</translation>
    </message>
    <message>
        <source>Close box {code}</source>
        <translation>封箱 {code}</translation>
    </message>
    <message>
        <source>Hand over</source>
        <translation>送检交接</translation>
    </message>
    <message>
        <source>Add somebody to {code}</source>
        <translation>补录到 {code}</translation>
    </message>
    <message>
        <source>Void: {code}</source>
        <translation>作废 {code}</translation>
    </message>
    <message>
        <source>Sample again: why?</source>
        <translation>再次采样的原因</translation>
    </message>
    <message>
        <source>A lead signs</source>
        <translation>负责人签字</translation>
    </message>
    <message>
        <source>Single</source>
        <translation>单采</translation>
    </message>
    <message>
        <source>Check the swabs, then press 1 or show the tube again</source>
        <translation>核对拭子，按 1 或再扫本管封管</translation>
    </message>
    <message>
        <source>Count the tubes in the box, then press 6</source>
        <translation>清点箱内管数，按 6 封箱</translation>
    </message>
    <message>
        <source>Which tube keeps the code? A lead answers for it.</source>
        <translation>哪支管保留管码？由负责人决定。</translation>
    </message>
    <message>
        <source>Wrong pass: {code}</source>
        <translation>换人 {code}</translation>
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
        <translation>已满</translation>
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
        <translation>这台电脑没有找到摄像头。请检查连线后重新查找。</translation>
    </message>
    <message>
        <source>One moment; leave the stick where it is.</source>
        <translation>请稍候，不要拔出U盘。</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Camera: choose one by its name</source>
        <translation>摄像头：按名称选择</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新查找</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Print the notice</source>
        <translation>打印告知书</translation>
    </message>
    <message>
        <source>Copy to a stick</source>
        <translation>复制到U盘</translation>
    </message>
    <message>
        <source>Take from a stick</source>
        <translation>从U盘读取</translation>
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
        <translation>在岗：{names}</translation>
    </message>
    <message>
        <source>Nobody has signed in.</source>
        <translation>还没有人签到。</translation>
    </message>
    <message>
        <source>For the next: incidents, equipment, open questions</source>
        <translation>交接事项：突发事件、物资设备清点、待办问题</translation>
    </message>
    <message>
        <source>Volunteer number</source>
        <translation>志愿者编号</translation>
    </message>
    <message>
        <source>PIN, then Enter</source>
        <translation>PIN 码，按回车</translation>
    </message>
    <message>
        <source>Stop the handover</source>
        <translation>取消交接</translation>
    </message>
    <message>
        <source>Hand over</source>
        <translation>开始交接</translation>
    </message>
    <message>
        <source>Print the sheet</source>
        <translation>打印交接单</translation>
    </message>
    <message>
        <source>Handed over. Both have signed.</source>
        <translation>交接完成，双方已签名。</translation>
    </message>
    <message>
        <source>{name} has signed. Now the one who comes: hold your badge up.</source>
        <translation>{name} 已签名。请接班人出示工作证。</translation>
    </message>
    <message>
        <source>The one who goes: hold your badge up.</source>
        <translation>请交班人出示工作证。</translation>
    </message>
    <message>
        <source>Hold your badge up to sign in, or type number and PIN.</source>
        <translation>出示工作证即可上岗，或输入编号和 PIN 码。</translation>
    </message>
</context>
<context>
    <name>SidePage</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
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
        <translation>补记离开</translation>
    </message>
    <message>
        <source>Drop-offs</source>
        <translation>即停即离</translation>
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
        <translation>每刻钟人次</translation>
    </message>
</context>
<context>
    <name>Stick</name>
    <message>
        <source>Where is the stick?</source>
        <translation>U盘在哪里？</translation>
    </message>
    <message>
        <source>Folder:</source>
        <translation>文件夹：</translation>
    </message>
    <message>
        <source>Shown:</source>
        <translation>显示：</translation>
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
        <translation>库存</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Good until</source>
        <translation>有效期至</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批号</translation>
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
        <translation>无码</translation>
    </message>
    <message>
        <source>Day log</source>
        <translation>当日台账</translation>
    </message>
    <message>
        <source>Visitor</source>
        <translation>访客</translation>
    </message>
    <message numerus="yes">
        <source>%n visits</source>
        <translation>
            <numerusform>在访 %n</numerusform>
        </translation>
    </message>
    <message>
        <source>{count} open</source>
        <translation>待处置 {count}</translation>
    </message>
    <message>
        <source>Emergency</source>
        <translation>应急车</translation>
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
        <translation>设置</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Duty guide</source>
        <translation>岗位指南</translation>
    </message>
    <message>
        <source>Sampling table</source>
        <translation>采样台</translation>
    </message>
    <message>
        <source>Volunteer desk</source>
        <translation>考勤签到</translation>
    </message>
    <message>
        <source>Kept aside</source>
        <translation>搁置</translation>
    </message>
    <message>
        <source>Supplies</source>
        <translation>物资</translation>
    </message>
    <message>
        <source>Incidents, disinfection</source>
        <translation>事件、消杀</translation>
    </message>
</context>
<context>
    <name>SupplyForm</name>
    <message>
        <source>Received</source>
        <translation>入库</translation>
    </message>
    <message>
        <source>Given back</source>
        <translation>退回</translation>
    </message>
    <message>
        <source>Write off</source>
        <translation>报损</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>盘点</translation>
    </message>
    <message>
        <source>Send on</source>
        <translation>调出</translation>
    </message>
    <message>
        <source>A lead lets more be handed out</source>
        <translation>负责人批准超额领用</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>SupplyPage</name>
    <message>
        <source>Printed: {where}</source>
        <translation>已打印：{where}</translation>
    </message>
    <message>
        <source>Nothing could be printed.</source>
        <translation>无法打印。</translation>
    </message>
    <message>
        <source>Back to the gate</source>
        <translation>返回卡口</translation>
    </message>
    <message>
        <source>Supplies</source>
        <translation>物资</translation>
    </message>
    <message>
        <source>Nothing is kept here yet. The office says what is; then it is received with 4.</source>
        <translation>尚无物资目录。由中心下发目录后，按 4 入库。</translation>
    </message>
    <message>
        <source>Hand out the kit</source>
        <translation>发放岗位套装</translation>
    </message>
    <message>
        <source>Hand out one</source>
        <translation>发放一件</translation>
    </message>
    <message>
        <source>Given back</source>
        <translation>退回</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>入库</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>盘点</translation>
    </message>
    <message>
        <source>Write off</source>
        <translation>报损</translation>
    </message>
    <message>
        <source>Send on</source>
        <translation>调出</translation>
    </message>
    <message>
        <source>Print donations</source>
        <translation>打印捐赠清单</translation>
    </message>
    <message>
        <source>Take back the last</source>
        <translation>撤销上一笔</translation>
    </message>
    <message>
        <source>Nothing has moved today.</source>
        <translation>今日无出入库。</translation>
    </message>
    <message>
        <source>Hold up the badge of whoever gets something.</source>
        <translation>请出示领用人工作证。</translation>
    </message>
    <message>
        <source>Kit: {what}</source>
        <translation>岗位套装：{what}</translation>
    </message>
    <message>
        <source>Too little of: {what}</source>
        <translation>不足：{what}</translation>
    </message>
    <message>
        <source>Got in this shift: {what}</source>
        <translation>本班已领：{what}</translation>
    </message>
    <message>
        <source>To be given back: {what}</source>
        <translation>应退回：{what}</translation>
    </message>
    <message>
        <source>Got nothing in this shift.</source>
        <translation>本班未领用。</translation>
    </message>
</context>
<context>
    <name>TableForm</name>
    <message>
        <source>Enter it</source>
        <translation>确定</translation>
    </message>
    <message>
        <source>Never mind</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Lead: hold your badge up, or type number and PIN.</source>
        <translation>负责人请出示工作证，或输入编号和 PIN 码。</translation>
    </message>
    <message>
        <source>Count the tubes in the box. Void ones do not belong in it.</source>
        <translation>请清点箱内的管，作废的管不装箱。</translation>
    </message>
    <message>
        <source>Both names are kept: yours and that of whoever takes them.</source>
        <translation>交接双方姓名都会留存。</translation>
    </message>
    <message>
        <source>A lead answers for it, and the tube is flagged.</source>
        <translation>由负责人负责，此管会有标记。</translation>
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
        <translation>未开箱</translation>
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
        <translation>采样台</translation>
    </message>
    <message>
        <source>Nobody is in this tube yet.</source>
        <translation>本管还没有人。</translation>
    </message>
    <message>
        <source>Nobody is to be sampled again.</source>
        <translation>没有待补采的人。</translation>
    </message>
    <message>
        <source>No code is on two tubes.</source>
        <translation>没有管码冲突。</translation>
    </message>
    <message>
        <source>No tube of that kind today.</source>
        <translation>今天没有这类管。</translation>
    </message>
    <message>
        <source>Call them back: each is put into another tube.</source>
        <translation>请叫回补采，登记到新管。</translation>
    </message>
    <message>
        <source>Ask for their phone number and tell the office: a pool of several needs it.</source>
        <translation>请问电话并告知办公室：混采须留电话。</translation>
    </message>
    <message>
        <source>Somebody was added after the seal. The laboratory is told.</source>
        <translation>封管后补录过人，须告知实验室。</translation>
    </message>
    <message>
        <source>One code on two tubes: keep both here. A lead marks the one that keeps it, then 9.</source>
        <translation>同一管码有两支管，先都留下。负责人选中保留的一支，按 9。</translation>
    </message>
    <message>
        <source>Lead {name}</source>
        <translation>负责人 {name}</translation>
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
        <translation>进</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>出</translation>
    </message>
    <message>
        <source>Persons</source>
        <translation>人数</translation>
    </message>
    <message>
        <source>Inside at end</source>
        <translation>期末在内</translation>
    </message>
    <message>
        <source>Turned away</source>
        <translation>劝返</translation>
    </message>
    <message>
        <source>Undecided</source>
        <translation>未处置</translation>
    </message>
    <message>
        <source>By hand</source>
        <translation>人工登记</translation>
    </message>
    <message>
        <source>Emergency</source>
        <translation>应急车</translation>
    </message>
    <message>
        <source>Open flags</source>
        <translation>待核异常</translation>
    </message>
    <message>
        <source>Peak minute</source>
        <translation>高峰分钟</translation>
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
        <translation>下次同步时再次送往中心。</translation>
    </message>
    <message>
        <source>Kept aside by central</source>
        <translation>中心搁置的记录</translation>
    </message>
    <message>
        <source>Another computer writes as this station: it is a copy. Nothing is lost, go on working. Tell the office: one of the two must be enrolled anew.</source>
        <translation>另一台电脑以本站名义记录：它是复制出来的。没有丢失任何记录，请照常工作。请告诉中心：两台中的一台须重新接入。</translation>
    </message>
    <message>
        <source>At {time} this computer&apos;s disk was older than what central has of this station. Nothing is lost, go on working. Tell the office that the disk was restored or copied.</source>
        <translation>{time} 发现这台电脑磁盘上的内容比中心已有的旧。没有丢失任何记录，请照常工作。请告诉中心：磁盘被还原或复制过。</translation>
    </message>
    <message>
        <source>Central could not take these in; all others have gone up. Send one again once. If it comes back, tell the office.</source>
        <translation>中心无法收下这些记录，其余的不受影响。可再次发送一次；若又回到这里，请告诉中心。</translation>
    </message>
    <message>
        <source>Central keeps nothing of this station aside.</source>
        <translation>中心没有搁置本站的记录。</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>再次发送</translation>
    </message>
    <message>
        <source>Seen to</source>
        <translation>已处理</translation>
    </message>
    <message>
        <source>Looked into</source>
        <translation>已查明</translation>
    </message>
    <message>
        <source>What was done about it; then Enter</source>
        <translation>处理情况，写完按回车</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>谁</translation>
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
        <translation>请出示通行证</translation>
    </message>
    <message>
        <source>Hold the code inside the corners, about a hand and a half away.</source>
        <translation>将二维码对准取景框，距镜头约 30 厘米。</translation>
    </message>
    <message>
        <source>36.5, then Enter</source>
        <translation>36.5，按回车</translation>
    </message>
    <message>
        <source>Plate, then Enter (Esc: later)</source>
        <translation>车牌号，按回车（Esc 稍后）</translation>
    </message>
    <message>
        <source>People in the car, then Enter (Esc: one)</source>
        <translation>车内人数，按回车(Esc：1 人)</translation>
    </message>
    <message>
        <source>Print the temporary pass</source>
        <translation>打印临时出入证</translation>
    </message>
</context>
<context>
    <name>VisitsPage</name>
    <message>
        <source>All {count} of {company} leave</source>
        <translation>{company} {count} 人全部离开</translation>
    </message>
    <message>
        <source>{time} late</source>
        <translation>{time} 超时</translation>
    </message>
    <message>
        <source>Visitors inside</source>
        <translation>在内访客</translation>
    </message>
    <message>
        <source>No visitor is inside.</source>
        <translation>没有访客在内。</translation>
    </message>
    <message>
        <source>Leaves now</source>
        <translation>现在离开</translation>
    </message>
    <message>
        <source>Must have left</source>
        <translation>补记离开(推定)</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Building</source>
        <translation>楼栋</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>进入</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>有效至</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>号牌</translation>
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
        <translation>请看</translation>
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
        <translation>未处置</translation>
    </message>
    <message>
        <source>Turned away</source>
        <translation>劝返</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>留置待处置</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Exit was missed, let pass</source>
        <translation>补记离开(推定)</translation>
    </message>
    <message>
        <source>Pass may be lent</source>
        <translation>疑似借码</translation>
    </message>
    <message>
        <source>Checked, let pass</source>
        <translation>人工核实后放行</translation>
    </message>
    <message>
        <source>Register as visitor</source>
        <translation>登记为访客</translation>
    </message>
    <message>
        <source>Turn away</source>
        <translation>劝返</translation>
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
        <translation>人数已登记</translation>
    </message>
    <message>
        <source>No entry on record</source>
        <translation>无进入记录</translation>
    </message>
    <message>
        <source>Last entry {time}, no exit on record</source>
        <translation>上次进入 {time}，无离开记录</translation>
    </message>
    <message>
        <source>A good pass, not on the roster yet</source>
        <translation>通行证有效，名册中暂无此人</translation>
    </message>
    <message>
        <source>Not a pass of this community</source>
        <translation>非本社区通行证</translation>
    </message>
    <message>
        <source>Expired {date}</source>
        <translation>已过期 {date}</translation>
    </message>
    <message>
        <source>Valid from {date} {time}</source>
        <translation>{date} {time} 起有效</translation>
    </message>
    <message>
        <source>Revoked ({why})</source>
        <translation>已作废({why})</translation>
    </message>
    <message>
        <source>Invalid signature</source>
        <translation>签名无效</translation>
    </message>
    <message>
        <source>Signed with an unknown key</source>
        <translation>签发密钥未知</translation>
    </message>
    <message>
        <source>Unrecognised code</source>
        <translation>无法识别的二维码</translation>
    </message>
    <message>
        <source>Temperature too high</source>
        <translation>体温异常</translation>
    </message>
    <message>
        <source>Shown at another gate at {time}</source>
        <translation>{time} 刚在另一卡口出示</translation>
    </message>
    <message>
        <source>Outside the hours for going out</source>
        <translation>不在外出时段</translation>
    </message>
    <message>
        <source>Back late, went out {time}</source>
        <translation>超时返回，{time} 外出</translation>
    </message>
    <message>
        <source>Leaves late, was to leave by {time}</source>
        <translation>超时离开，应于 {time} 前离开</translation>
    </message>
    <message>
        <source>Temperature?</source>
        <translation>请测体温</translation>
    </message>
    <message>
        <source>Health code?</source>
        <translation>请查健康码</translation>
    </message>
    <message>
        <source>Health code expired or none</source>
        <translation>健康码过期或无码</translation>
    </message>
    <message>
        <source>The host does not agree</source>
        <translation>被访人不同意</translation>
    </message>
    <message>
        <source>Would not register</source>
        <translation>拒绝登记</translation>
    </message>
    <message>
        <source>Certificate expired {date}</source>
        <translation>证明已过期 {date}</translation>
    </message>
    <message>
        <source>No exit on record</source>
        <translation>无离开记录</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>已过期</translation>
    </message>
    <message>
        <source>Not valid yet</source>
        <translation>未到生效时间</translation>
    </message>
    <message>
        <source>Revoked</source>
        <translation>已作废</translation>
    </message>
    <message>
        <source>Two gates within a minute</source>
        <translation>一分钟内两个卡口</translation>
    </message>
    <message>
        <source>No outings left</source>
        <translation>外出次数已满</translation>
    </message>
    <message>
        <source>Back late</source>
        <translation>超时返回</translation>
    </message>
    <message>
        <source>Left late</source>
        <translation>超时离开</translation>
    </message>
    <message>
        <source>Temperature not taken</source>
        <translation>未测温</translation>
    </message>
    <message>
        <source>Health code not looked at</source>
        <translation>未查健康码</translation>
    </message>
    <message>
        <source>Certificate expired</source>
        <translation>证明已过期</translation>
    </message>
    <message>
        <source>Let them through.</source>
        <translation>请通行。</translation>
    </message>
    <message>
        <source>Let them through. The missing entry is noted.</source>
        <translation>请通行，缺少的进入记录已标记。</translation>
    </message>
    <message>
        <source>Ask whether they left by another gate.</source>
        <translation>请询问是否从其他卡口离开过。</translation>
    </message>
    <message>
        <source>Ask who they are and where they live.</source>
        <translation>请询问姓名和住处。</translation>
    </message>
    <message>
        <source>Ask whom they visit.</source>
        <translation>请询问来访何人。</translation>
    </message>
    <message>
        <source>Ask for a newer pass.</source>
        <translation>请出示新的通行证。</translation>
    </message>
    <message>
        <source>Ask for a pass that is valid today.</source>
        <translation>请出示今日有效的通行证。</translation>
    </message>
    <message>
        <source>Compare person and name. Stay polite.</source>
        <translation>请核对本人与姓名，保持平和有礼。</translation>
    </message>
    <message>
        <source>Ask whether it is urgent.</source>
        <translation>询问是否有急事。</translation>
    </message>
    <message>
        <source>Let them through and remind them of the time.</source>
        <translation>放行，并提醒外出时限。</translation>
    </message>
    <message>
        <source>Let them through. Take the tag back.</source>
        <translation>放行，收回号牌。</translation>
    </message>
    <message>
        <source>Measure, then type it and press Enter.</source>
        <translation>测温后输入，按回车。</translation>
    </message>
    <message>
        <source>Look at their phone and press what you see.</source>
        <translation>查看对方手机，按所见结果。</translation>
    </message>
    <message>
        <source>Ask them to wait aside, call the lead.</source>
        <translation>请其在旁等候，呼叫负责人。</translation>
    </message>
    <message>
        <source>Explain that the host does not agree.</source>
        <translation>说明被访人不同意。</translation>
    </message>
    <message>
        <source>Say why we ask; the notice says it too.</source>
        <translation>说明登记内容和原因，告知书上也有。</translation>
    </message>
    <message>
        <source>Ask for another proof.</source>
        <translation>请出示其他凭证。</translation>
    </message>
    <message>
        <source>Child</source>
        <translation>儿童</translation>
    </message>
    <message>
        <source>Emergency vehicle</source>
        <translation>应急车辆</translation>
    </message>
    <message>
        <source>Not registered</source>
        <translation>未登记人员</translation>
    </message>
    <message>
        <source>Offline: somebody else answers</source>
        <translation>离线：应答的不是中心</translation>
    </message>
    <message>
        <source>Resident</source>
        <translation>居民</translation>
    </message>
    <message>
        <source>Temporary pass until {time}</source>
        <translation>临时出入证有效至 {time}</translation>
    </message>
    <message>
        <source>+ for each other in the car.</source>
        <translation>车上每多一人按一次 +。</translation>
    </message>
    <message>
        <source>Recorded.</source>
        <translation>已登记。</translation>
    </message>
    <message>
        <source>Not recorded</source>
        <translation>未登记</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Ask where the pass was issued.</source>
        <translation>请询问通行证在何处签发。</translation>
    </message>
    <message>
        <source>Temperature taken</source>
        <translation>已测温</translation>
    </message>
    <message>
        <source>Plate noted</source>
        <translation>已记车牌</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>No outings left, last {time}</source>
        <translation>外出次数已满，上次 {time}</translation>
    </message>
    <message>
        <source>This is not a pass. Ask for the pass.</source>
        <translation>这不是通行证，请出示通行证。</translation>
    </message>
    <message>
        <source>Ask them to rest, measure again, call the lead.</source>
        <translation>请其休息后复测，并通知负责人。</translation>
    </message>
    <message>
        <source>Ask who has the pass.</source>
        <translation>询问通行证在谁手里。</translation>
    </message>
    <message>
        <source>Find them by name instead (F2).</source>
        <translation>改为按姓名查找 (F2)。</translation>
    </message>
    <message>
        <source>reported lost</source>
        <translation>挂失</translation>
    </message>
    <message>
        <source>moved away</source>
        <translation>迁出</translation>
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
        <translation>进</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>出</translation>
    </message>
    <message>
        <source>Visitor</source>
        <translation>访客</translation>
    </message>
    <message>
        <source>Courier</source>
        <translation>快递员</translation>
    </message>
    <message>
        <source>Vehicle</source>
        <translation>车辆</translation>
    </message>
    <message>
        <source>Staff</source>
        <translation>工作人员</translation>
    </message>
    <message>
        <source>Volunteer</source>
        <translation>志愿者</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>在线</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>离线</translation>
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
        <translation>摄像头没有画面，请检查连接线。可手工录入(F2)或使用扫码枪。</translation>
    </message>
    <message>
        <source>The camera&apos;s picture stands still. It is being restarted. Codes can be typed (F2).</source>
        <translation>摄像头画面静止，正在重新启动。可手工录入(F2)。</translation>
    </message>
    <message>
        <source>The camera sees only black. Is something covering it?</source>
        <translation>摄像头画面全黑，是否被遮挡？</translation>
    </message>
    <message>
        <source>The disk is full. The last code was NOT recorded. Free some space, then show it again.</source>
        <translation>磁盘已满，刚才的码没有登记。请清理空间后重新出示。</translation>
    </message>
    <message>
        <source>The last code was NOT recorded. Show it again. If this stays, write on paper and call the lead.</source>
        <translation>刚才的码没有登记，请重新出示。如一直如此，请改用纸质登记并通知负责人。</translation>
    </message>
    <message>
        <source>This station has no roster yet. Connect it to the network once, or enrol it.</source>
        <translation>本站尚无名册，请联网一次或先接入中心。</translation>
    </message>
    <message>
        <source>Another program has this station&apos;s file open. Close it, then start again.</source>
        <translation>本站数据文件正被其他程序占用，请关闭后重新启动。</translation>
    </message>
    <message>
        <source>This station&apos;s file is damaged. It was left untouched: keep it, and call the lead.</source>
        <translation>本站数据文件已损坏，未作任何改动。请保留该文件并通知负责人。</translation>
    </message>
    <message>
        <source>This station&apos;s file was written by a newer version. Please update the program.</source>
        <translation>本站数据文件由更新版本的程序写入，请更新程序。</translation>
    </message>
    <message>
        <source>This computer&apos;s key does not open the station&apos;s file. Call the lead.</source>
        <translation>本机密钥无法打开本站数据文件，请通知负责人。</translation>
    </message>
    <message>
        <source>This station&apos;s folder cannot be written. Check its permissions, then start again.</source>
        <translation>本站数据文件夹无法写入，请检查权限后重新启动。</translation>
    </message>
    <message>
        <source>The demo could not be made ready. Close the program, try again.</source>
        <translation>演示准备失败，请关闭程序后重试。</translation>
    </message>
    <message>
        <source>This station was taken out of service. Send people to another gate, or write on paper.</source>
        <translation>本站已停用。请让大家走别的卡口，或先记在纸上。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>Host&apos;s room</source>
        <translation>被访房号</translation>
    </message>
    <message>
        <source>Purpose</source>
        <translation>来访事由</translation>
    </message>
    <message>
        <source>Host agrees?</source>
        <translation>被访人同意吗？</translation>
    </message>
    <message>
        <source>People</source>
        <translation>人数</translation>
    </message>
    <message>
        <source>Plate</source>
        <translation>车牌</translation>
    </message>
    <message>
        <source>Tag number</source>
        <translation>号牌编号</translation>
    </message>
    <message>
        <source>Comes from</source>
        <translation>来源地</translation>
    </message>
    <message>
        <source>Company</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Checked?</source>
        <translation>上岗必检？</translation>
    </message>
    <message>
        <source>Contactless?</source>
        <translation>无接触区？</translation>
    </message>
    <message>
        <source>Guardian</source>
        <translation>监护人</translation>
    </message>
    <message>
        <source>Health code</source>
        <translation>健康码查验</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>体温</translation>
    </message>
    <message>
        <source>Family</source>
        <translation>探亲</translation>
    </message>
    <message>
        <source>Friends</source>
        <translation>访友</translation>
    </message>
    <message>
        <source>Business</source>
        <translation>办事</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>维修</translation>
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
        <translation>医护上门</translation>
    </message>
    <message>
        <source>Visits a resident</source>
        <translation>访客车辆</translation>
    </message>
    <message>
        <source>Freight</source>
        <translation>货运</translation>
    </message>
    <message>
        <source>Sanitation</source>
        <translation>环卫</translation>
    </message>
    <message>
        <source>Taxi, ride-hailing</source>
        <translation>出租/网约车</translation>
    </message>
    <message>
        <source>Towed, no plate</source>
        <translation>拖车(无牌)</translation>
    </message>
    <message>
        <source>Delivery</source>
        <translation>送货</translation>
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
        <translation>绿码</translation>
    </message>
    <message>
        <source>Yellow code</source>
        <translation>黄码</translation>
    </message>
    <message>
        <source>Red code</source>
        <translation>红码</translation>
    </message>
    <message>
        <source>Expired or none</source>
        <translation>过期或无码</translation>
    </message>
    <message>
        <source>is needed</source>
        <translation>必填</translation>
    </message>
    <message>
        <source>is needed; without one choose the purpose</source>
        <translation>必填；没有车牌时请选来访事由</translation>
    </message>
    <message>
        <source>is too long</source>
        <translation>太长</translation>
    </message>
    <message>
        <source>must be a number from 1 to 99</source>
        <translation>应为 1 到 99</translation>
    </message>
    <message>
        <source>must be chosen from the list</source>
        <translation>请从列表选择</translation>
    </message>
    <message>
        <source>is no phone number</source>
        <translation>不是电话号码</translation>
    </message>
    <message>
        <source>must be like 36.5</source>
        <translation>应如 36.5</translation>
    </message>
    <message>
        <source>An identity number has 18 characters.</source>
        <translation>证件号应为 18 位。</translation>
    </message>
    <message>
        <source>This is an old number with 15 digits. Ask for the new card, or type the name.</source>
        <translation>这是 15 位旧证件号。请出示新证件，或改输姓名。</translation>
    </message>
    <message>
        <source>Identity number: character {position} is no digit.</source>
        <translation>证件号第 {position} 位不是数字。</translation>
    </message>
    <message>
        <source>Identity number: characters 7 to 14 are no date of birth.</source>
        <translation>证件号第 7 至 14 位不是出生日期。</translation>
    </message>
    <message>
        <source>Identity number: check digit does not match (should be {expected}).</source>
        <translation>证件号校验位不符(应为{expected})</translation>
    </message>
    <message>
        <source>Nobody on the roster fits. Register them as a visitor (F4).</source>
        <translation>名册中没有找到。可登记为访客 (F4)。</translation>
    </message>
    <message>
        <source>34.0 to 43.0 only.</source>
        <translation>只能是 34.0 到 43.0。</translation>
    </message>
    <message>
        <source>Identity number: look at character {position}, it may be the wrong way round.</source>
        <translation>证件号第 {position} 位起可能颠倒，请核对。</translation>
    </message>
    <message>
        <source>This is no volunteer&apos;s badge.</source>
        <translation>这不是志愿者工作证。</translation>
    </message>
    <message>
        <source>This badge is not valid today.</source>
        <translation>该工作证今天无效。</translation>
    </message>
    <message>
        <source>This badge was revoked. Keep it and call the lead.</source>
        <translation>该工作证已作废。请留下并呼叫负责人。</translation>
    </message>
    <message>
        <source>This badge is not on the roster yet.</source>
        <translation>名册中暂无该工作证。</translation>
    </message>
    <message>
        <source>Number or PIN is wrong.</source>
        <translation>编号或 PIN 码有误。</translation>
    </message>
    <message>
        <source>Too many wrong PINs. Only a badge helps now.</source>
        <translation>PIN 码错误次数过多，请出示工作证。</translation>
    </message>
    <message>
        <source>The one who comes must be somebody else.</source>
        <translation>接班人不能是同一人。</translation>
    </message>
    <message>
        <source>No shift is running.</source>
        <translation>当前没有班次。</translation>
    </message>
    <message>
        <source>Only a lead or a supervisor may sign for this.</source>
        <translation>只有负责人或督导可以签字。</translation>
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
        <translation>数量</translation>
    </message>
    <message>
        <source>Counted</source>
        <translation>盘点数</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批号</translation>
    </message>
    <message>
        <source>Good until</source>
        <translation>有效期至</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Donor</source>
        <translation>捐赠方</translation>
    </message>
    <message>
        <source>Document no.</source>
        <translation>单据号</translation>
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
        <translation>调往站点</translation>
    </message>
    <message>
        <source>Lead&apos;s number</source>
        <translation>负责人编号</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>事件类型</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>What was done</source>
        <translation>处置</translation>
    </message>
    <message>
        <source>120 called?</source>
        <translation>呼叫120？</translation>
    </message>
    <message>
        <source>Handed to</source>
        <translation>移交给</translation>
    </message>
    <message>
        <source>Disinfectant</source>
        <translation>消毒剂</translation>
    </message>
    <message>
        <source>Concentration</source>
        <translation>浓度</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>面积</translation>
    </message>
    <message>
        <source>Who did it</source>
        <translation>消杀人</translation>
    </message>
    <message>
        <source>Allotted</source>
        <translation>调拨</translation>
    </message>
    <message>
        <source>Purchased</source>
        <translation>采购</translation>
    </message>
    <message>
        <source>Donated</source>
        <translation>捐赠</translation>
    </message>
    <message>
        <source>Somebody unwell</source>
        <translation>身体不适</translation>
    </message>
    <message>
        <source>Fall, injury</source>
        <translation>摔倒受伤</translation>
    </message>
    <message>
        <source>Dispute</source>
        <translation>纠纷</translation>
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
        <translation>设备故障</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>入库</translation>
    </message>
    <message>
        <source>Handed out</source>
        <translation>领用</translation>
    </message>
    <message>
        <source>Given back</source>
        <translation>退回</translation>
    </message>
    <message>
        <source>Written off</source>
        <translation>报损</translation>
    </message>
    <message>
        <source>Sent on</source>
        <translation>调出</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>盘点</translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>▼ low</source>
        <translation>▼ 偏低</translation>
    </message>
    <message>
        <source>× expired</source>
        <translation>× 过期</translation>
    </message>
    <message>
        <source>≠ {count} short: count</source>
        <translation>≠ 差额 {count}，待盘点</translation>
    </message>
    <message>
        <source>○ none</source>
        <translation>○ 无</translation>
    </message>
    <message>
        <source>▼ {count} low</source>
        <translation>▼ 偏低 {count}</translation>
    </message>
    <message>
        <source>× {count} expired</source>
        <translation>× 过期 {count}</translation>
    </message>
    <message>
        <source>≠ {count} to be counted</source>
        <translation>≠ 待盘点 {count}</translation>
    </message>
    <message>
        <source>Choose what it is.</source>
        <translation>请选择物资。</translation>
    </message>
    <message>
        <source>How many must be a whole number.</source>
        <translation>数量须为整数。</translation>
    </message>
    <message>
        <source>The day must be like 2022-12-31.</source>
        <translation>日期格式如 2022-12-31。</translation>
    </message>
    <message>
        <source>There are not so many here. If there are, count them first.</source>
        <translation>库存不足。若实物足够，请先盘点。</translation>
    </message>
    <message>
        <source>What is left has expired and is not handed out.</source>
        <translation>剩余的已过期，不予发放。</translation>
    </message>
    <message>
        <source>That is more than one person may have in a shift. A lead may say why, and sign by badge or PIN.</source>
        <translation>超出每人每班限额。负责人可填写原因，并用工作证或PIN签字。</translation>
    </message>
    <message>
        <source>Only a lead can let this pass.</source>
        <translation>须由负责人批准。</translation>
    </message>
    <message>
        <source>The reason is needed.</source>
        <translation>须填写原因。</translation>
    </message>
    <message>
        <source>Sign in first (F10): a receipt has two names.</source>
        <translation>请先按 F10 签到：入库须有两人姓名。</translation>
    </message>
    <message>
        <source>A second person&apos;s name is needed, not your own.</source>
        <translation>须有第二人姓名，不能是本人。</translation>
    </message>
    <message>
        <source>Who gave it?</source>
        <translation>请填写捐赠方。</translation>
    </message>
    <message>
        <source>Where does it come from?</source>
        <translation>请选择来源。</translation>
    </message>
    <message>
        <source>Hold the badge up first.</source>
        <translation>请先出示工作证。</translation>
    </message>
    <message>
        <source>They have not got so many.</source>
        <translation>此人没有领用这么多。</translation>
    </message>
    <message>
        <source>There is nothing to take back.</source>
        <translation>没有可撤销的记录。</translation>
    </message>
    <message>
        <source>It is too late to take that back. Count instead.</source>
        <translation>已过撤销时限，请盘点更正。</translation>
    </message>
    <message>
        <source>They have everything of their kit.</source>
        <translation>岗位套装已领齐。</translation>
    </message>
    <message>
        <source>It is not as it was written: the disk may be failing.</source>
        <translation>内容与写入时不符：磁盘可能要坏了。</translation>
    </message>
    <message>
        <source>Central has another entry in its place.</source>
        <translation>中心在这个位置已有另一条记录。</translation>
    </message>
    <message>
        <source>It does not follow what central has before it.</source>
        <translation>它与中心已有的前一条接不上。</translation>
    </message>
    <message>
        <source>Central has this entry at another place already.</source>
        <translation>中心在别的位置已有这条记录。</translation>
    </message>
    <message>
        <source>Another station wrote it.</source>
        <translation>这是另一个站写的。</translation>
    </message>
    <message>
        <source>Central cannot take it as it is.</source>
        <translation>中心无法按原样收下。</translation>
    </message>
    <message>
        <source>Passage</source>
        <translation>出入</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>处置</translation>
    </message>
    <message>
        <source>Volunteers&apos; duty</source>
        <translation>志愿者值守</translation>
    </message>
    <message>
        <source>Supplies</source>
        <translation>物资</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>交接班</translation>
    </message>
    <message>
        <source>Duty log</source>
        <translation>值守日志</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Entry</source>
        <translation>记录</translation>
    </message>
</context>
</TS>
