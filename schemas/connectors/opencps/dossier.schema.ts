/* Made by `npm run types` from the schema beside this file; do not edit. */

/**
 * POST /dossiers: every value is text, `null` and empty text mean nothing.
 */
export interface OpenCpsDossierForm {
referenceUid: string
serviceCode: string
serviceName?: string
govAgencyCode: string
govAgencyName?: string
dossierTemplateNo?: string
applicantName: string
applicantIdType?: string
applicantIdNo?: string
applicantIdDate?: string
address?: string
cityCode?: string
cityName?: string
districtCode?: string
districtName?: string
wardCode?: string
wardName?: string
contactName?: string
contactTelNo?: string
contactEmail?: string
delegateName?: string
delegateIdNo?: string
delegateTelNo?: string
delegateEmail?: string
delegateAddress?: string
delegateCityCode?: string
delegateCityName?: string
delegateDistrictCode?: string
delegateDistrictName?: string
delegateWardCode?: string
delegateWardName?: string
postalTelNo?: string
postalAddress?: string
postalCityCode?: string
postalCityName?: string
postalDistrictCode?: string
postalDistrictName?: string
postalWardCode?: string
postalWardName?: string
dossierName?: string
applicantNote?: string
online?: string
viaPostal?: string
fromViaPostal?: string
originality?: string
vnpostalStatus?: string
dossierNo?: string
systemId?: string
sampleCount?: string
delegateType?: string
dvcqgIntegration?: string
submitDate?: string
receiveDate?: string
dueDate?: string
releaseDate?: string
finishDate?: string
[k: string]: string | undefined
}
