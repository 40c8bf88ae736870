package sites_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/roster"
	"muster/sites"
)

// at reads a local time of Riverside, such as "2026-11-23 03:00".
func at(t require.TestingT, local string) time.Time {
	moment, err := time.ParseInLocation("2006-01-02 15:04", local, time.FixedZone("CST", 8*60*60))
	require.NoError(t, err)
	return moment
}

func TestWhoIsOnDutyAtRiverside(t *testing.T) {
	office := []string{"zhang-wei", "li-hua", "yang-jie", "cao-mei", "han-dong", "deng-chao", "feng-kai", "peng-yu", "zeng-qian", "pan-hong", "xie-lan", "yuan-ting"}
	first := []string{"zhang-wei", "feng-kai", "cao-mei", "han-dong", "zeng-qian", "pan-hong"}
	second := []string{"li-hua", "yang-jie", "peng-yu", "deng-chao", "xie-lan", "yuan-ting", "feng-kai"}
	a := []string{"chen-jing", "zhou-min", "wu-gang", "liu-yang", "sun-hao", "zhao-lei"}
	b := []string{"wang-fang", "xu-li", "ma-chao", "zhu-bin", "hu-jun", "guo-qiang"}
	c := []string{"he-ping", "gao-yuan", "lin-xia", "luo-yong", "song-tao", "tang-wei"}
	substituted := append(slices.Clone(a[:5]), "feng-kai")
	tests := []struct {
		name, at string
		want     []string
	}{
		{"at three in the morning", "2026-11-23 03:00", a},
		{"a minute before midnight", "2026-11-22 23:59", a},
		{"at midnight", "2026-11-23 00:00", a},
		{"a minute before the morning's change", "2026-11-23 06:59", a},
		{"at the morning's change", "2026-11-23 07:00", append(slices.Clone(c), office...)},
		{"at noon on a Monday", "2026-11-23 12:00", append(slices.Clone(c), office...)},
		{"a minute before the evening's change", "2026-11-23 18:59", append(slices.Clone(c), office...)},
		{"at the evening's change", "2026-11-23 19:00", b},
		{"the next day", "2026-11-24 12:00", append(slices.Clone(a), office...)},
		{"on a Saturday", "2026-11-21 12:00", append(slices.Clone(a), first...)},
		{"on the Sunday after", "2026-11-22 12:00", append(slices.Clone(b), first...)},
		{"on the next Saturday", "2026-11-28 12:00", append(slices.Clone(b), second...)},
		{"in the first night of the year", "2026-01-01 00:00", b},
		{"years later", "2031-05-14 03:00", b},
		{"a minute before Zhao Lei's leave", "2026-11-27 06:59", b},
		{"when it has begun", "2026-11-27 07:00", append(slices.Clone(a[:5]), office...)},
		{"a minute before the night that Feng Kai takes", "2026-11-28 18:59", append(slices.Clone(b), second...)},
		{"in that night", "2026-11-28 19:00", substituted},
		{"at its end", "2026-11-29 06:59", substituted},
		{"the morning after", "2026-11-29 07:00", append(slices.Clone(c), second...)},
		{"once Zhao Lei is back", "2026-11-30 07:00", append(slices.Clone(a), office...)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			moment := at(t, tt.at)
			require.ElementsMatch(t, tt.want, sites.Riverside().Roster(moment).OnDuty(moment))
		})
	}
}

func TestSixPeopleAreOnDutyEveryNightAndCanFillTheNight(t *testing.T) {
	r := sites.Riverside().Roster(at(t, "2026-11-01 00:00"))
	for day := range 365 {
		night := at(t, "2026-11-01 03:00").AddDate(0, 0, day)
		require.False(t, r.IsDay(night))
		require.Len(t, r.OnDuty(night), 6, night)
		require.Len(t, r.Holders("DUTY", night), 1)
		require.Len(t, r.Holders("SEC", night), 2)
		licensed(t, r, night, "CTRL", "fire-facility-operator", 2)
		licensed(t, r, night, "FIRE", "fire-team", 2)
		licensed(t, r, night, "MED", "first-aid", 1)
		licensed(t, r, night, "ENG-E", "high-low-voltage", 1)
		licensed(t, r, night, "ENG-W", "plumbing", 1)
		licensed(t, r, night, "ENG-L", "lift-safety", 1)
	}
}

func licensed(t *testing.T, r roster.Roster, at time.Time, seat, skill string, least int) {
	holders := r.Holders(seat, at)
	require.GreaterOrEqual(t, len(holders), least, "%s at %s", seat, at)
	for _, id := range holders {
		p, ok := r.Find(id)
		require.True(t, ok)
		require.True(t, p.Has(skill), "%s holds %s without %s", id, seat, skill)
	}
}

func TestEverySeatOfTheTradeIsHeldOnAWorkingDay(t *testing.T) {
	moment := at(t, "2026-11-23 12:00")
	r := sites.Riverside().Roster(moment)
	require.True(t, r.IsDay(moment))
	require.Len(t, r.OnDuty(moment), 18)
	for _, seat := range strings.Fields("CMD DCMD DUTY CTRL COMM EVAC FIRE ENG-E ENG-W ENG-L SEC MED LOG CLN RES REC") {
		require.NotEmpty(t, r.Holders(seat, moment), seat)
		require.NotEmpty(t, r.Moment(moment).InGroup(seat), seat)
	}
	lead, ok := r.Moment(moment).Lead("EVAC")
	require.True(t, ok)
	require.Equal(t, "yang-jie", lead)
	require.Equal(t, "yang-jie", r.Moment(moment).InGroup("MED")[0])
}

func TestRiversideHasWhatADemonstrationNeeds(t *testing.T) {
	site := sites.Riverside()
	require.Len(t, site.Responders, 30)
	require.Len(t, site.Residents, 20)
	require.Len(t, site.Buildings, 6)
	require.Equal(t, []string{"li-hua", "zhang-wei"}, site.Company)

	for _, ref := range []string{"B3", "b3", " Building 3 ", "building 3", "3栋", "3", "3号楼"} {
		b, ok := site.Building(ref)
		require.True(t, ok, ref)
		require.Equal(t, "B3", b.ID)
	}
	_, ok := site.Building("Building 7")
	require.False(t, ok)
	three, _ := site.Building("B3")
	for _, floor := range []string{"B2", "b1", "1", "12", "18"} {
		_, ok := three.Floor(floor)
		require.True(t, ok, floor)
	}
	_, ok = three.Floor("40")
	require.False(t, ok)
	require.Equal(t, "东侧网球场", site.Muster(three).Name.ZH)
	require.Zero(t, site.Muster(sites.Building{}))

	brigade, ok := site.Party(sites.FireBrigade)
	require.True(t, ok)
	require.Equal(t, "119", brigade.Number)
	for _, id := range []string{
		sites.Ambulance, sites.Police, sites.PowerSupplier, sites.WaterCompany, sites.GasCompany,
		sites.LiftCompany, sites.LiftBackup, sites.CityLiftRescue, sites.CityHotline,
	} {
		_, ok := site.Party(id)
		require.True(t, ok, id)
	}
	_, ok = site.Party("pizza")
	require.False(t, ok)
	for _, kind := range sites.Kinds() {
		require.True(t, slices.ContainsFunc(site.Assets, func(a sites.Asset) bool { return a.Kind == kind }), kind)
	}
}

func TestEveryNumberOfRiversideIsADemonstrationNumber(t *testing.T) {
	site := sites.Riverside()
	seen := map[string]bool{}
	for _, phone := range phones(site) {
		require.Regexp(t, `^\+120255501\d\d$`, phone)
		require.False(t, seen[phone], phone)
		seen[phone] = true
	}
	require.Len(t, seen, 50)
	require.NotContains(t, seen, site.Emergency)
}

func phones(site *sites.Site) []string {
	var list []string
	for _, r := range site.Responders {
		list = append(list, r.Phone)
	}
	for _, r := range site.Residents {
		list = append(list, r.Phone)
	}
	return list
}

func TestLabelsAreEachOnceAndUpperCase(t *testing.T) {
	require.Equal(t, []string{
		"1", "1栋", "2", "2栋", "B1", "B2", "BUILDING 1", "BUILDING 2", "GARAGE", "UNIT 1", "车库",
	}, load(t, "testdata/valid.yaml").Labels())
	require.Subset(t, sites.Riverside().Labels(), []string{"B3", "BUILDING 3", "3栋", "12", "HIGH-WATER", "UNIT 2", "高区供水"})
}

func TestTheFileOfRiversideIsACopy(t *testing.T) {
	file := sites.RiversideFile()
	file[0] = 'x'
	require.NotEqual(t, file, sites.RiversideFile())
	_, err := sites.Load(sites.RiversideFile(), "riverside.yaml")
	require.NoError(t, err)
}

func TestGeneratedSitesOfAnySizeAreValid(t *testing.T) {
	for _, size := range [][2]int{{1, 0}, {2, 1}, {6, 3}, {17, 19}, {29, 21}, {30, 20}, {31, 40}, {150, 150}} {
		responders, residents := size[0], size[1]
		site := sites.Generate(responders, residents)
		require.Len(t, site.Responders, responders)
		require.Len(t, site.Residents, residents)
		require.Equal(t, site, sites.Generate(responders, residents), "the same each time")

		data, err := site.Marshal()
		require.NoError(t, err)
		_, err = sites.Load(data, "generated.yaml")
		require.NoError(t, err)
	}
}

func TestALargeGeneratedSiteWorksDayAndNight(t *testing.T) {
	site := sites.Generate(1000, 2000)
	data, err := site.Marshal()
	require.NoError(t, err)
	require.Less(t, len(data), sites.MaxBytes)
	_, err = sites.Load(data, "generated.yaml")
	require.NoError(t, err, "its numbers are all different, among other things")
	form := regexp.MustCompile(`^\+1[2-9]\d\d55501\d\d$`)
	for _, phone := range phones(site) {
		require.True(t, form.MatchString(phone), phone)
	}
	require.Equal(t, "+12025550100", site.Responders[0].Phone)
	require.Equal(t, "+12035550100", site.Responders[100].Phone)

	for i, local := range []string{"2026-11-23 03:00", "2026-11-23 12:00"} {
		moment := at(t, local)
		r := site.Roster(moment)
		require.Len(t, r.OnDuty(moment), []int{204, 594}[i])
		require.GreaterOrEqual(t, len(r.Holders("CTRL", moment)), 66)
		require.Len(t, r.Responders, 1000)
	}
	require.Len(t, site.Company, 3)
}

func TestFictionalNumbersNeverRepeat(t *testing.T) {
	list := phones(sites.Generate(1_000, 79_000))
	require.Regexp(t, `^\+1\d{4}55501\d\d$`, list[len(list)-1], "too long for a phone")
	slices.Sort(list)
	require.Len(t, slices.Compact(list), 80_000)
}
