/* Holds modules of others; their licences stand in NOTICE. */
import{a}from"./NFM2MSII.js";import"./YI2ZGZTP.js";import"./76AM2YMF.js";export{a as default};
